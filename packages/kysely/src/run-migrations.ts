import { PosternError } from '@postern/core';
import type { Kysely } from 'kysely';
import type { Dialect } from './dialect.js';
import type { KeyDatabase } from './key-database.js';
import { allMigrations } from './migrations/all.js';
import type { Migration } from './migrations/migration.js';
import type { Tables } from './tables.js';

/**
 * Runs the migrations that have not run, all of them or none, and records them. A database that a newer version of
 * Postern migrated is left as it is: migrations only add. If there is nothing to do, it only reads, so a service does
 * not need the right to create tables.
 */
export function runMigrations(
  { dialect, migrate }: KeyDatabase,
  migrations: readonly Migration[] = allMigrations,
): Promise<void> {
  return migrate(async (db, tables) => {
    if (!tables.has('migration')) {
      if (tables.has('key')) throw createdByAnotherTool();
      await createMigrationTable(db, dialect);
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

/** Creates the table that records which migrations have run. */
async function createMigrationTable(
  db: Kysely<Tables>,
  { textType, instantType, tableEnd }: Dialect,
): Promise<void> {
  await db.schema
    .createTable('migration')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', textType(64), (column) => column.notNull())
    .addColumn('applied_at', instantType, (column) => column.notNull())
    .modifyEnd(tableEnd)
    .execute();
}

function createdByAnotherTool(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the tables exist, but there is no record that storage.migrate() created them; if your own migration tool did, update them with it and do not call storage.migrate(); otherwise set another tablePrefix',
  );
}
