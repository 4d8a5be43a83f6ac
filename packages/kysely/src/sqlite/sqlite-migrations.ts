import type { Migration } from 'kysely';
import { kyselyMigrations } from '../kysely-migrations.js';
import { optionReader } from '../read-options.js';
import { tablePrefix } from '../table-prefix.js';
import { readTablePrefix } from './options.js';
import { sqliteDialect } from './sqlite-dialect.js';

const reader = optionReader('sqliteMigrations');

/**
 * Gives the migrations as definitions of Kysely, for those who run their own tool instead of `storage.migrate()`. Run them
 * in their order, each once. Their SQL stands in docs/schema.md.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where the prefix is wrong.
 * @example
 * const provider = { getMigrations: async () => ({ ...sqliteMigrations() }) };
 */
export function sqliteMigrations(
  options: {
    /** What the names of the tables begin with. Default `postern_`. */
    readonly tablePrefix?: string | undefined;
  } = {},
): Readonly<Record<string, Migration>> {
  reader.requireNames(options, ['tablePrefix'], '{ tablePrefix: "postern_" }');
  return kyselyMigrations(sqliteDialect, [tablePrefix(readTablePrefix(reader, options.tablePrefix))]);
}
