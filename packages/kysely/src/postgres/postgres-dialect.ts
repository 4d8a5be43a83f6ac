import { sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Instant } from '../tables.js';
import { readInstant, writeInstant } from './instant.js';

/** How PostgreSQL differs from other databases. */
export const postgresDialect: Dialect = {
  // By bytes: a database may compare by the rules of a language.
  textType: sql`text collate "C"`,
  jsonType: 'jsonb',
  // To the millisecond: what somebody else writes more exactly would have no place in a list, and equal nothing.
  instantType: sql`timestamptz(3)`,
  tableEnd: sql``,
  rowLock: sql`for no key update`,
  instantIn: (ms) => sql<Instant>`clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`,
  writeInstant,
  readInstant,
};
