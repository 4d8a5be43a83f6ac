import type { Kysely, KyselyPlugin, Migration } from 'kysely';
import type { Dialect } from './dialect.js';
import { allMigrations } from './migrations/all.js';
import type { Tables } from './tables.js';

/** Returns the migrations in the form that Kysely's `Migrator` takes: by number and name. */
export function kyselyMigrations(
  dialect: Dialect,
  plugins: readonly KyselyPlugin[],
): Readonly<Record<string, Migration>> {
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
