import type { Place } from './kysely-over.js';

/**
 * How long a migration waits for a table that others use, in milliseconds. Everybody who comes after it waits with it,
 * verifications too, so it gives up well before their deadline, and tries again.
 */
const lockTimeoutMs = 1_000;

/**
 * What a migration's transaction begins with: a lock that one at a time has, until the transaction ends, however it does.
 * A lock of the session would stay with a pooler's connection.
 */
export function migrationLockSql({ schema, tablePrefix }: Place): string {
  const lock = `pg_advisory_xact_lock(hashtextextended('postern.migrate ${schema}.${tablePrefix}', 0::int8))`;
  return `select ${lock}; select set_config('lock_timeout', '${lockTimeoutMs}', true)`;
}
