import type { Section } from '../section.js';
import { postgresFigures } from './postgres-figures.js';

export const section: Section = {
  name: 'postgres',
  title: 'Warm verification on PostgreSQL',
  prose: [
    'The same with 10,000 keys on a dedicated PostgreSQL 18, with its default settings, on the same machine. Client and server share the cores, so what a verification costs the server counts too. Postern and the hand-written queries use one pool of `pg` with its default of ten connections, in one process.',
    'A hand-written query reads twelve columns by key ID, and compares an HMAC. “Unnamed” is what `pool.query` does, and what works behind a pooler in transaction mode; “named” prepares the query once per connection. Postern asks once per turn for all keys of that turn, unnamed. A closed loop favours that: callers that were answered together ask again together. The open loop does not: its callers arrive by a clock, whether or not the previous ones have their answer, at a quarter, three quarters and one and a half times the rate that one unnamed query per verify reached with 64 concurrent.',
    'better-auth has a process of its own and a pool of its own, with the fastest settings that keep database and hashing, as on SQLite. It writes a row on each verification, and waits until it is on disk. It is not in the open loop, because it could not keep up with the lowest rate.',
  ],
  whyMissed: {
    'PostgreSQL, 64 concurrent: per second ÷ one unnamed query per verify':
      '**64 concurrent.** With batches this large, the server spends little per key. What remains is the client: `pg` parses each column of each row into a string, and the digest, the memo and the principal cost what they cost on SQLite. The hand-written queries look up no owner and no permissions, and have no deadline.',
    'PostgreSQL, 64 concurrent: per second ÷ one named query per verify':
      '**64 concurrent, named.** A named query is planned once per connection. Postern’s is planned for each batch: it is unnamed, because a pooler in transaction mode would not know the name. The profile mostly shows the client: rows parsed by `pg`, and the garbage collector.',
    'PostgreSQL, 16 concurrent: per second ÷ one unnamed query per verify':
      '**16 concurrent.** Sixteen callers drift apart: each batch is sent at the end of its turn and none waits for another, so several small batches are in flight rather than one of sixteen. Holding a batch back until another is answered would make batches larger, but then a slow batch would hold back the next one, which it must not.',
    'PostgreSQL, 1 concurrent: per second ÷ one unnamed query per verify':
      '**1 concurrent.** Nothing is shared. Besides the search, each message asks whether the server is a standby, which would not see a revocation in time, and sets the encoding, which a host may have changed (docs/adr/0023). Around it come a turn of the event loop, deadlines for connection, statement and port, and one promise for each. All of this runs only once every third of a millisecond, with cold caches.',
    'PostgreSQL, 64 concurrent: per second ÷ better-auth, fastest settings with database and hashing':
      '**64 concurrent, better-auth.** better-auth waits for the disk, so this ratio compares a processor with a disk, and varies with both.',
  },
  run: postgresFigures,
};
