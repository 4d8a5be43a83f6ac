import { type OptionReader, optionReader } from '../read-options.js';
import type { PostgresPool } from './pool.js';
import { type EndableSource, readPool } from './read-pool.js';
import type { Place } from './session.js';

/** Where keys are kept, and how: either by `connectionString` or by `pool`. */
export interface PostgresStorageOptions {
  /** Where the server is: `postgres://user:password@host/database`. Postern makes a pool of its own. */
  readonly connectionString?: string | undefined;
  /**
   * A pool of the host application, made by `pg` 8.21 or later. It stays the host's to close, and needs a listener of
   * `error`. How it is set (parsers, `search_path`, isolation, encoding) makes no difference, but for `binary`, which must
   * be off.
   */
  readonly pool?: PostgresPool | undefined;
  /**
   * The schema of the tables: `[a-z_][a-z0-9_]{0,62}`, not beginning with `pg_`. `migrate()` makes it where it is
   * missing. Default `public`.
   */
  readonly schema?: string | undefined;
  /** What the names of the tables begin with: `[a-z_][a-z0-9_]{0,30}`, but not `pg_`. Default `postern_`. */
  readonly tablePrefix?: string | undefined;
  /**
   * How many connections Postern's own pool opens at most. Goes with `connectionString`. Everything but `find` has no more
   * than half of them. Default 10.
   */
  readonly maxConnections?: number | undefined;
  /** How long to wait for a connection, in milliseconds. Default 2,000. */
  readonly connectDeadlineMs?: number | undefined;
  /** How long the statements of one call may take, all attempts together, in milliseconds. Default 2,000. */
  readonly statementDeadlineMs?: number | undefined;
  /** How long `migrate()` may take, waiting for others that migrate included, in milliseconds. Default 60,000. */
  readonly migrationDeadlineMs?: number | undefined;
}

/** Checked options. */
export interface PostgresSettings extends Place, EndableSource {
  readonly connectDeadlineMs: number;
  readonly statementDeadlineMs: number;
  readonly migrationDeadlineMs: number;
}

/**
 * Checks the options and fills in the defaults. Nothing is opened yet.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readOptions(options: PostgresStorageOptions): PostgresSettings {
  reader.requireNames(options, optionNames, '{ connectionString: "postgres://localhost/app" }');
  const { connectDeadlineMs = 2_000, statementDeadlineMs = 2_000, migrationDeadlineMs = 60_000 } = options;
  const readMs = (ms: unknown, what: string) => reader.readCount(ms, what, 'milliseconds');
  const deadlines = {
    connectDeadlineMs: readMs(connectDeadlineMs, 'connectDeadlineMs'),
    statementDeadlineMs: readMs(statementDeadlineMs, 'statementDeadlineMs'),
    migrationDeadlineMs: readMs(migrationDeadlineMs, 'migrationDeadlineMs'),
  };
  return {
    ...readPlace(reader, options),
    ...deadlines,
    ...readPool(reader, { ...options, ...deadlines }),
  };
}

const reader = optionReader('postgresStorage');
const optionNames: readonly (keyof PostgresStorageOptions)[] = [
  'connectionString',
  'pool',
  'schema',
  'tablePrefix',
  'maxConnections',
  'connectDeadlineMs',
  'statementDeadlineMs',
  'migrationDeadlineMs',
];

/** PostgreSQL keeps names that begin with pg_ for itself. */
export function readPlace(
  reader: OptionReader,
  { schema = 'public', tablePrefix }: { readonly schema?: unknown; readonly tablePrefix?: unknown },
): Place {
  const reserved = 'pg_';
  return {
    schema: reader.readName(schema, { what: 'schema', length: 63, reserved }),
    tablePrefix: reader.readTablePrefix(tablePrefix, { reserved }),
  };
}
