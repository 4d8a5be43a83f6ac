import { PosternError } from '@postern/core';
import type { Kysely } from 'kysely';
import type { Dialect } from './dialect.js';
import type { KeyDatabase } from './key-database.js';
import { allMigrations } from './migrations/all.js';
import type { Migration } from './migrations/migration.js';
import type { Tables } from './tables.js';

/**
 * Runs the migrations that have not run, all of them or none, and records them. A database that a newer version of
 * Postern migrated is left as it is: migrations only add. Where there is nothing to do, nothing but reading is asked of the
 * database: who serves need not be allowed to make tables.
 */
export function runMigrations(
  { dialect, migrate }: KeyDatabase,
  migrations: readonly Migration[] = allMigrations,
): Promise<void> {
  return migrate(async (db, tables) => {
    if (!tables.has('migration')) {
      if (tables.has('key')) throw madeBySomebodyElse();
      await makeRecord(db, dialect);
    }
    const { latest } = await db
      .selectFrom('migration')
      .select(({ fn }) => fn.max('number').as('latest'))
      .executeTakeFirstOrThrow();

    for (const { number, name, up } of migrations) {
      if (number <= Number(latest)) continue;
      await up(db, dialect);
      const appliedAt = dialect.writeInstant(new Date());
      await db.insertInto('migration').values({ number, name, applied_at: appliedAt }).execute();
    }
  });
}

/** Makes the table that says which migrations have run. */
async function makeRecord(db: Kysely<Tables>, { textType, instantType, tableEnd }: Dialect): Promise<void> {
  await db.schema
    .createTable('migration')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', textType(64), (column) => column.notNull())
    .addColumn('applied_at', instantType, (column) => column.notNull())
    .modifyEnd(tableEnd)
    .execute();
}

function madeBySomebodyElse(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the tables are there, but no record that storage.migrate() made them; if a migration tool of your own did, let it bring them up to date and do not call storage.migrate(), else give another tablePrefix',
  );
}
