import type { Section } from '../section.js';
import { postgresFigures } from './postgres-figures.js';

export const section: Section = {
  name: 'postgres',
  title: 'Warm verification on PostgreSQL',
  prose: [
    'The same on a PostgreSQL 18 of its own, with its default settings, on the same machine: 10,000 keys. Client and server share the cores, so what a verification costs the server counts as well. Postern and the queries written by hand use one pool of `pg` with its default of ten connections, in one process.',
    'A query written by hand reads twelve columns by key ID, and compares an HMAC. “Unnamed” is what `pool.query` does, and what works behind a pooler in transaction mode; “named” prepares it once per connection. Postern asks once per turn for all keys of that turn, unnamed. A closed loop flatters that: all whose answer came together ask again together. The open loop does not: there callers arrive by a clock, whether or not the ones before have their answer, at a quarter, three quarters and one and a half of what one unnamed query per verify could answer with 64 concurrent.',
    'better-auth has a process of its own and a pool of its own, with the fastest settings that keep database and hashing, as on SQLite. It writes a row at each verification, and waits until that is on the disk. It is not in the open loop, whose lowest rate is more than it answers.',
  ],
  whyMissed: {
    'PostgreSQL, 64 concurrent: per second ÷ one unnamed query per verify':
      '**64 concurrent.** Where batches are this large, the server spends little on a key; what remains is the client: `pg` parses each column of each row into a text, and the HMAC, the memo and the principal cost what they cost on SQLite. The queries written by hand bring neither an owner nor permissions, nor a deadline.',
    'PostgreSQL, 64 concurrent: per second ÷ one named query per verify':
      '**64 concurrent, named.** A named query is planned once per connection, Postern’s is planned at each batch: unnamed, since a pooler in transaction mode would not know the name. The profile above all shows the client: rows parsed by `pg`, HMACs, the collector.',
    'PostgreSQL, 16 concurrent: per second ÷ one unnamed query per verify':
      '**16 concurrent.** Sixteen callers come apart: as each batch is sent at the end of its turn and none waits for another, there are several small ones under way rather than one of sixteen. To hold a batch back until another has been answered would make them larger, and a slow batch would then hold back the next, which it must not.',
    'PostgreSQL, 1 concurrent: per second ÷ one unnamed query per verify':
      '**1 concurrent.** Nothing is shared. Beside the search each message bears four settings and the question whether the server is a standby: a search path that nobody can plant an operator in, a timeout that ends a wait for a lock at the server, an encoding and a style of dates that a host can not change, and no stale read. Around it stand a turn of the event loop, deadlines for connection, statement and port, and one promise for each; they run once in a third of a millisecond, with cold caches.',
    'PostgreSQL, 64 concurrent: per second ÷ better-auth, fastest settings with database and hashing':
      '**64 concurrent, better-auth.** What better-auth waits for is the disk, so this ratio is that of a processor to a disk, and moves with both.',
  },
  run: postgresFigures,
};
