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
  run: sqliteFigures,
};
