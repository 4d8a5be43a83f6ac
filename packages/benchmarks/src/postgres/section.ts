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
  run: postgresFigures,
};
