import { sql } from 'kysely';
import { commonStatements } from '../common-statements.js';
import type { Dialect } from '../dialect.js';
import type { Instant } from '../tables.js';

const instantType = sql`integer`;

const instantAfter: Dialect['instantAfter'] = (at, ms) => sql<Instant>`${at} + ${ms}`;

/** How SQLite differs from other databases. */
export const sqliteDialect: Dialect = {
  // A transaction that writes has the whole file, so it need not lock rows or owners.
  ...commonStatements({ instantType, rowLock: sql``, lockOwner: async () => undefined }),
  // Compared by bytes by default. SQLite has no types with a length.
  textType: () => 'text',
  jsonType: 'text',
  instantType,
  // STRICT, so that no column takes a value of another type; WITHOUT ROWID, so that finding a key is one search.
  tableEnd: sql`strict, without rowid`,
  partialIndex: (index, condition) => index.where(condition),
  // A transaction that writes has the whole file.
  lockTable: async () => undefined,
  // It changes rows in place.
  leaveRoom: async () => undefined,
  instantIn: (ms) => instantAfter(sql<Instant>`cast(unixepoch('subsec') * 1000 as integer)`, ms),
  instantAfter,
  /** Milliseconds since 1970, UTC. */
  writeInstant: (at) => at.getTime() as unknown as Instant,
  readInstant(value) {
    const at = new Date(Number.isInteger(value) ? (value as number) : Number.NaN);
    if (Number.isNaN(at.getTime())) throw new TypeError('not an instant');
    return at;
  },
};
