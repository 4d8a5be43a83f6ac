import { type KeyMigration, kyselyMigrations } from '../kysely-migrations.js';
import { optionReader } from '../read-options.js';
import { tablePrefix } from '../table-prefix.js';
import { readTablePrefix } from './options.js';
import { sqliteDialect } from './sqlite-dialect.js';

const reader = optionReader('sqliteMigrations');

/**
 * Returns the migrations as definitions of Kysely, for your own migration tool instead of `storage.migrate()`. Run
 * them in order, each once. Their SQL is in docs/schema.md.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if the prefix is invalid.
 * @example
 * const provider = { getMigrations: async () => ({ ...sqliteMigrations() }) };
 */
export function sqliteMigrations(
  options: {
    /** What the names of the tables start with. Default `postern_`. */
    readonly tablePrefix?: string | undefined;
  } = {},
): Readonly<Record<string, KeyMigration>> {
  reader.requireNames(options, ['tablePrefix'], '{ tablePrefix: "postern_" }');
  return kyselyMigrations(sqliteDialect, [tablePrefix(readTablePrefix(reader, options.tablePrefix))]);
}
