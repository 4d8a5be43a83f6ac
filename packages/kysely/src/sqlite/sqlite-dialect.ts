import { sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Instant } from '../tables.js';

/** How SQLite differs from other databases. Its texts are compared by bytes unless one says otherwise. */
export const sqliteDialect: Dialect = {
  textType: 'text',
  jsonType: 'text',
  instantType: sql`integer`,
  // STRICT, so that no column takes a value of another type; WITHOUT ROWID, so that finding a key is one search.
  tableEnd: sql`strict, without rowid`,
  // A transaction that writes has the whole file.
  rowLock: sql``,
  instantIn: (ms) => sql<Instant>`cast(unixepoch('subsec') * 1000 as integer) + ${ms}`,
  /** Milliseconds since 1970, UTC. */
  writeInstant: (at) => at.getTime() as unknown as Instant,
  readInstant(value) {
    const at = new Date(Number.isInteger(value) ? (value as number) : Number.NaN);
    if (Number.isNaN(at.getTime())) throw new TypeError('no instant');
    return at;
  },
};
