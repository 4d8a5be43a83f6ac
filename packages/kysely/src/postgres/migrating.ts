import type { Place, Session } from './session.js';

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

/** Makes the schema where it is missing. To ask first lets a role migrate that may make tables in it, but no schemas. */
export async function makeSchema(session: Session, { schema }: Place): Promise<void> {
  const [found] = await session.run({
    text: 'select 1 from pg_catalog.pg_namespace where nspname = $1',
    values: [schema],
  });
  if (found?.rowCount === 0) await session.run({ text: `create schema "${schema}"` });
}

/** Gives the names of the tables at a place, without the prefix. Every role may ask, whatever it may do with them. */
export async function tablesIn(
  session: Session,
  { schema, tablePrefix }: Place,
): Promise<ReadonlySet<string>> {
  const [tables] = await session.run({
    text: `select substr(tablename, length($2) + 1) as name from pg_catalog.pg_tables
      where schemaname = $1 and left(tablename, length($2)) = $2`,
    values: [schema, tablePrefix],
  });
  const rows = (tables?.rows ?? []) as readonly { readonly name: string }[];
  return new Set(rows.map(({ name }) => name));
}
