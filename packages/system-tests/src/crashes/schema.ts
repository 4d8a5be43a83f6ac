import type { SharedDatabase } from '../../test-support/database.js';

/** Describes everything that migrations created in a database, line by line. Returns no line for an empty database. */
export async function readSchema({ description, query }: SharedDatabase): Promise<readonly string[]> {
  const rows = await query('sqlite' in description ? ofSqlite : ofPostgres);
  const created = rows.map(({ line }) => String(line));
  const recorded = created.length === 0 ? [] : await query('select number, name from postern_migration');
  return [...created, ...recorded.map(({ number, name }) => `migration ${number} ${name}`)].sort();
}

const ofSqlite = "select type || ' ' || name || ' ' || coalesce(sql, '') as line from sqlite_master";

const ofPostgres = `
  select 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
      || coalesce(collation_name, '') || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'public'
  union all
  select 'index ' || indexname || ' ' || indexdef from pg_indexes where schemaname = 'public'
  union all
  select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace`;
