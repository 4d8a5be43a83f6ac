import type { Section } from '../section.js';
import { sqliteFigures } from './sqlite-figures.js';

export const section: Section = {
  name: 'warm',
  title: 'Warm verification on SQLite',
  prose: [
    'A token that was proven once is verified again and again: 10,000 keys, asked for in a shuffled order. “Warm” says that the memo knows the proof; the record is read from the file each time, by Postern as by the others. Postern asks a directory in memory for the owner, requires a scope, and gives the whole principal.',
    'The floors are what is left without a library: one prepared statement by key ID, one HMAC-SHA-256, one compare in constant time, in one synchronous function that nobody awaits. They know no owner, no scopes and no revocation by another process beyond what the row says. Their tables lie in the same file. With 32 in flight Postern reads all of one turn in one transaction, which a synchronous function can not.',
    'To prove 10,000 tokens at the default cost would take minutes, so these keys bear Argon2id hashes of the least cost (8 KiB, 1 pass): a warm verification never hashes, and does the same work whatever the hash has cost. A second row shows Postern with nothing changed at all, over 300 keys whose hashes are of the default cost, in the same file. Of both rows the slower one counts, round by round.',
    'better-auth 1.7.5 with its api-key plugin runs in a process of its own: its `AsyncLocalStorage` makes every promise of its process slower, and would slow Postern as well. By default a key answers ten times a day; that limit is raised. Its fastest settings that keep database and hashing: the two columns of the rate limit set to `NULL` by SQL (there is no setting for it), `deferUpdates`, a write-ahead log. It hashes with SHA-256, which is enough for random keys of its length and is not what makes it slow: it writes at each verification. Its mode in memory has 1,000 keys, reads no database, and sees no revocation of another process. prefixed-api-key has no storage: the look-up around it is what its users write, with SHA-256.',
  ],
  whyMissed: {
    'SQLite, 32 in flight: time ÷ the floor of 12 columns':
      '**32 in flight, 12 columns.** Three things remain, each of them the work of the floor as well: the step of the driver that reads a row (`get`), the making of an HMAC object by Node (`Hmac`, `init`, `digest`), and the collector of what both leave behind. What Postern saves by one transaction a turn and by reading seven columns, it spends on the promise of each caller, the question for the owner and the principal.',
    'SQLite, 32 in flight: time ÷ the floor of 5 columns, raw':
      '**32 in flight, 5 columns.** This floor reads the fewest columns that say anything, and tells no kind, no scopes and no owner. Postern reads seven, since two of them are the rights of the key. The row of 300 keys shows what is left where records, directory and memo fit into the caches of the processor; with 10,000 shuffled keys each verification waits for memory some times, for the principal and the memo more often than the floor does, which has neither.',
    'SQLite, one at a time: time ÷ the floor of 12 columns':
      '**One at a time.** A verification alone bears all by itself that others share: one turn of the event loop (`setImmediate`, one `epoll_wait`), one look whether the file was replaced (`statx`), and one lock of the write-ahead log taken and given back (two `fcntl`). These four system calls take about as long as the floor’s read. The floor makes only the last two, and never gives the event loop a turn. Without the turn nothing could be shared by those who come together; without the look a service would go on with a database that was moved away or restored, and see no revocation (docs/adr/0013).',
  },
  run: sqliteFigures,
};
