import type { KeyDatabase } from './key-database.js';
import { allMigrations } from './migrations/all.js';
import type { Migration } from './migrations/migration.js';

/**
 * Runs the migrations that have not run, all of them or none, and records them. A database that a newer version of
 * Postern migrated is left as it is: migrations only add.
 */
export function runMigrations(
  { dialect, migrate }: KeyDatabase,
  migrations: readonly Migration[] = allMigrations,
): Promise<void> {
  return migrate(async (db) => {
    await db.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('name', dialect.textType, (column) => column.notNull())
      .addColumn('applied_at', dialect.instantType, (column) => column.notNull())
      .modifyEnd(dialect.tableEnd)
      .execute();
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
