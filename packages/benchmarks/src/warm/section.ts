import type { Section } from '../section.js';
import { sqliteFigures } from './sqlite-figures.js';

export const section: Section = {
  name: 'warm',
  title: 'Warm verification on SQLite',
  prose: [
    'A token that was proven once is verified again and again: 10,000 keys, requested in shuffled order. “Warm” means that the memo has the proof; the record is read from the file each time, by Postern and the others alike. Postern asks an in-memory directory for the owner, requires a scope, and returns the whole principal.',
    'The floors are what remains without a library: one prepared statement by key ID, one HMAC-SHA-256, one constant-time comparison, in one synchronous function without an await. They look up no owner and no scopes, and they see a revocation by another process only in the row they read. Their tables are in the same file. With 32 in flight, Postern reads everything of one turn in one transaction, which a synchronous function cannot do.',
    'Proving 10,000 tokens at the default cost would take minutes, so these keys have Argon2id hashes of the lowest cost (8 KiB, 1 pass): a warm verification never hashes, and does the same work whatever the hash cost. A second row shows an entirely unmodified Postern with 300 keys whose hashes have the default cost, in the same file. The slower of the two rows counts, round by round.',
    'better-auth 1.7.5 with its api-key plugin runs in a process of its own: its `AsyncLocalStorage` makes every promise in its process slower, and would slow Postern down too. By default a key works ten times a day; that limit is raised. Its fastest settings that keep database and hashing are: the two columns of the rate limit set to `NULL` with SQL (there is no setting for it), `deferUpdates`, and a write-ahead log. It hashes with SHA-256, which is enough for random keys of its length and is not what makes it slow: it writes on every verification. Its in-memory mode has 1,000 keys, reads no database, and sees no revocations by other processes. prefixed-api-key has no storage: the lookup around it is what its users write, with SHA-256.',
  ],
  whyMissed: {
    'SQLite, 32 in flight: time ÷ the floor of 12 columns':
      '**32 in flight, 12 columns.** Three things remain, and the floor does each of them too: the driver reads a row (`get`), Node creates an HMAC object (`Hmac`, `init`, `digest`), and the garbage collector removes what both leave behind. What Postern saves with one transaction per turn and by reading only seven columns, it spends on a promise for each caller, the question about the owner, and the principal.',
    'SQLite, 32 in flight: time ÷ the floor of 5 columns, raw':
      '**32 in flight, 5 columns.** This floor reads the smallest useful set of columns, and returns no kind, scopes or owner. Postern reads seven, because two of them are the rights of the key. The row with 300 keys shows what remains if records, directory and memo fit into the processor’s caches. With 10,000 shuffled keys, each verification waits for memory several times: more often than the floor, which has no principal and no memo.',
    'SQLite, one at a time: time ÷ the floor of 12 columns':
      '**One at a time.** A single verification pays alone for what others share: one turn of the event loop (`setImmediate`, one `epoll_wait`), one check whether the file was replaced (`statx`), and acquiring and releasing one lock of the write-ahead log (two `fcntl`). These four system calls take about as long as the floor’s read. The floor makes only the last two, and never gives the event loop a turn. Without the turn, concurrent verifications could share nothing. Without the check, a service would continue with a database that was moved away or restored, and see no revocations (docs/adr/0013).',
  },
  run: sqliteFigures,
};
