import { postgresMigrations } from '@postern/kysely/postgres';
import { sqliteMigrations } from '@postern/kysely/sqlite';
import {
  DummyDriver,
  Kysely,
  type Migration,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { expect, it } from 'vitest';
import { readPage } from './pages.js';

/** Dialects that compile queries without running them. */
const dialects = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  postgres: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
};

/** Returns the SQL of a migration, with each statement and each column on a line of its own. */
async function sqlOf(engine: keyof typeof dialects, migration: Migration): Promise<string> {
  const statements: string[] = [];
  const log = ({ query }: { readonly query: { readonly sql: string } }) =>
    void statements.push(`${query.sql};`);
  await migration.up(new Kysely<unknown>({ dialect: dialects[engine], log }));
  return statements
    .map((sql) =>
      sql
        .replace(/^(create table \S+) \((.+)\)(?=[^)]*;$)/, '$1 (\n  $2\n)')
        .replaceAll(/, (?=")(?=.*\n\))/g, ',\n  '),
    )
    .join('\n');
}

for (const [engine, migrations] of [
  ['sqlite', sqliteMigrations()],
  ['postgres', postgresMigrations()],
] as const) {
  it.each(Object.entries(migrations))(
    `docs/schema.md has the SQL of %s for ${engine}`,
    async (_name, migration) => {
      const sql = await sqlOf(engine, migration);
      expect(readPage('docs/schema.md').markdown).toContain(`\`\`\`text figure\n${sql}\n\`\`\``);
    },
  );
}
