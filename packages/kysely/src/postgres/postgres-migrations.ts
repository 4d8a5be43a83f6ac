import { type Migration, WithSchemaPlugin } from 'kysely';
import { kyselyMigrations } from '../kysely-migrations.js';
import { optionReader } from '../read-options.js';
import { tablePrefix } from '../table-prefix.js';
import { readPlace } from './options.js';
import { postgresDialect } from './postgres-dialect.js';

const reader = optionReader('postgresMigrations');

/**
 * Gives the migrations as definitions of Kysely, for those who run their own tool instead of `storage.migrate()`. Run them
 * in their order, each once, in a schema that is there. Their SQL stands in docs/schema.md.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where schema or prefix are wrong.
 * @example
 * const provider = { getMigrations: async () => ({ ...postgresMigrations({ schema: 'auth' }) }) };
 */
export function postgresMigrations(
  options: {
    /** The schema of the tables. Default `public`. */
    readonly schema?: string | undefined;
    /** What the names of the tables begin with. Default `postern_`. */
    readonly tablePrefix?: string | undefined;
  } = {},
): Readonly<Record<string, Migration>> {
  reader.requireNames(options, ['schema', 'tablePrefix'], '{ schema: "public" }');
  const place = readPlace(reader, options);
  return kyselyMigrations(postgresDialect, [
    new WithSchemaPlugin(place.schema),
    tablePrefix(place.tablePrefix),
  ]);
}
