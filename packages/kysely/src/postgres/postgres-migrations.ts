import { WithSchemaPlugin } from 'kysely';
import { type KeyMigration, kyselyMigrations } from '../kysely-migrations.js';
import { optionReader } from '../read-options.js';
import { tablePrefix } from '../table-prefix.js';
import { readTableLocation } from './options.js';
import { postgresDialect } from './postgres-dialect.js';

const reader = optionReader('postgresMigrations');

/**
 * Returns the migrations as definitions of Kysely, for your own migration tool instead of `storage.migrate()`. Run
 * them in order, each once, in a schema that exists. Their SQL is in docs/schema.md.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if the schema or the prefix is invalid.
 * @example
 * const provider = { getMigrations: async () => ({ ...postgresMigrations({ schema: 'auth' }) }) };
 */
export function postgresMigrations(
  options: {
    /** The schema of the tables. Default `public`. */
    readonly schema?: string | undefined;
    /** What the names of the tables start with. Default `postern_`. */
    readonly tablePrefix?: string | undefined;
  } = {},
): Readonly<Record<string, KeyMigration>> {
  reader.requireNames(options, ['schema', 'tablePrefix'], '{ schema: "public" }');
  const location = readTableLocation(reader, options);
  return kyselyMigrations(postgresDialect(location), [
    new WithSchemaPlugin(location.schema),
    tablePrefix(location.tablePrefix),
  ]);
}
