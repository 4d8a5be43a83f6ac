import type { Section } from '../section.js';
import { sqliteFigures } from './sqlite-figures.js';
import { whyMissed } from './why-missed.js';

export const section: Section = {
  name: 'warm',
  title: 'Warm verification on SQLite',
  prose: [
    'A token that was proven once is verified again and again: 10,000 keys, requested in shuffled order. “Warm” means that the memo has the proof. The others read the record from the file each time. Postern asks SQLite once per turn of the event loop whether anything was committed to the file (`PRAGMA data_version`), and reads a record only if it has not read it since the last commit. Postern also asks an in-memory directory for the owner, requires a scope, and returns the whole principal.',
    'The floors are what remains without a library: one prepared statement by key ID, one HMAC-SHA-256, one constant-time comparison, in one synchronous function without an await. They look up no owner and no scopes, and they see a revocation by another process only in the row they read. Their tables are in the same file. With 32 in flight, Postern asks once for everything of one turn, which a synchronous function cannot do.',
    'Proving 10,000 tokens at the default cost would take minutes, so these keys have Argon2id hashes of the lowest cost (8 KiB, 1 pass): a warm verification never hashes, and does the same work whatever the hash cost. A second row shows an entirely unmodified Postern with 300 keys whose hashes have the default cost, in the same file. The slower of these two rows counts, round by round. The rows “without remembered records” are the same services with `rememberedRecords: 0`: they read the record every time.',
    'better-auth 1.7.5 with its api-key plugin runs in a process of its own: its `AsyncLocalStorage` makes every promise in its process slower, and would slow Postern down too. By default a key works ten times a day; that limit is raised. Its fastest settings that keep database and hashing are: the two columns of the rate limit set to `NULL` with SQL (there is no setting for it), `deferUpdates`, and a write-ahead log. It hashes with SHA-256, which is enough for random keys of its length and is not what makes it slow: it writes on every verification. Its in-memory mode has 1,000 keys, reads no database, and sees no revocations by other processes. prefixed-api-key has no storage: the lookup around it is what its users write, with SHA-256.',
    'The second table is measured while another process commits to the same file: a host application with a table of its own, a write-ahead log and `synchronous = normal`. Each of its transactions inserts one row and updates another, and they come at even intervals. The heading of each column has the rate that was reached. It commits during both rounds of a ratio, the one with remembered records and the one without, so the ratio is what remembering saves or costs. The service without remembered records is still faster than Postern was before it remembered any, because the digest of a proof costs less now, too (docs/adr/0021). After each commit, every record is read again when it is next needed. A few hundred keys come up several times between two of 100 commits a second. With 10,000 keys in turn, none comes up twice: that is the worst case, and it has a target at 1,000 commits a second.',
  ],
  whyMissed,
  run: sqliteFigures,
};
