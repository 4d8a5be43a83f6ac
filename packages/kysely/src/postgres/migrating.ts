import type { Session, TableLocation } from './session.js';

/**
 * How long a migration waits for a table that others use, in milliseconds. Everything that needs the table after it
 * waits too, verifications included, so it gives up well before their deadline, and tries again.
 */
const lockTimeoutMs = 1_000;

/**
 * The start of a migration's transaction: a lock that only one can hold, until the transaction ends in whatever way. A
 * lock of the session would stay with a pooler's connection.
 */
export function migrationLockSql({ schema, tablePrefix }: TableLocation): string {
  const lock = `pg_advisory_xact_lock(hashtextextended('postern.migrate ${schema}.${tablePrefix}', 0::int8))`;
  return `select ${lock}; select set_config('lock_timeout', '${lockTimeoutMs}', true)`;
}

/**
 * Creates the schema if it is missing. It checks first, so that a role which may not create schemas can migrate too.
 */
export async function createMissingSchema(session: Session, { schema }: TableLocation): Promise<void> {
  const [found] = await session.run({
    text: 'select 1 from pg_catalog.pg_namespace where nspname = $1',
    values: [schema],
  });
  if (found?.rowCount === 0) await session.run({ text: `create schema "${schema}"` });
}

/**
 * Returns the names of the tables at a location, without the prefix. Any role may ask, whatever else it may do with
 * them.
 */
export async function tablesIn(
  session: Session,
  { schema, tablePrefix }: TableLocation,
): Promise<ReadonlySet<string>> {
  const [tables] = await session.run({
    text: `select substr(tablename, length($2) + 1) as name from pg_catalog.pg_tables
      where schemaname = $1 and left(tablename, length($2)) = $2`,
    values: [schema, tablePrefix],
  });
  const rows = (tables?.rows ?? []) as readonly { readonly name: string }[];
  return new Set(rows.map(({ name }) => name));
}
