import type { Place } from './kysely-over.js';
import type { Session } from './session.js';

/** Makes the schema where it is missing. To ask first lets a role migrate that may make tables in it, but no schemas. */
export async function makeSchema(session: Session, { schema }: Place): Promise<void> {
  const [found] = await session.run({
    text: 'select 1 from pg_catalog.pg_namespace where nspname = $1',
    values: [schema],
  });
  if (found?.rowCount === 0) await session.run({ text: `create schema "${schema}"` });
}
