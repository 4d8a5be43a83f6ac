import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';

/** Gives the names of the tables in a file that begin with a prefix, without it. */
export async function tablesIn(db: Kysely<Tables>, prefix: string): Promise<ReadonlySet<string>> {
  const tables = sql<{ readonly name: string }>`select name from sqlite_schema where type = 'table'`;
  const { rows } = await tables.execute(db);
  const names = rows.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  return new Set(names.map((name) => name.slice(prefix.length)));
}
