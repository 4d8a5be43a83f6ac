import type { Kysely, KyselyPlugin } from 'kysely';
import type { Dialect } from './dialect.js';
import { allMigrations } from './migrations/all.js';
import type { Tables } from './tables.js';

/** A migration in the form that Kysely's `Migrator` takes. Kysely 0.28 and 0.29 export that type from different modules. */
export interface KeyMigration {
  up(db: Kysely<Tables>): Promise<void>;
}

/** Returns the migrations in the form that Kysely's `Migrator` takes: by number and name. */
export function kyselyMigrations(
  dialect: Dialect,
  plugins: readonly KyselyPlugin[],
): Readonly<Record<string, KeyMigration>> {
  return Object.fromEntries(
    allMigrations.map(({ number, name, up }) => [
      `${String(number).padStart(3, '0')}-${name}`,
      {
        up: (db: Kysely<Tables>) =>
          up(
            plugins.reduce((each, plugin) => each.withPlugin(plugin), db),
            dialect,
          ),
      },
    ]),
  );
}
