import type { Place } from './kysely-over.js';
import type { Session } from './session.js';

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
