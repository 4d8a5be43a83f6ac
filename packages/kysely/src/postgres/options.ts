import { type OptionReader, optionReader } from '../read-options.js';
import type { PostgresPool } from './pool.js';
import { type PoolSettings, readPool } from './read-pool.js';
import type { TableLocation } from './session.js';

/** Where keys are kept, and how. Pass either `connectionString` or `pool`. */
export interface PostgresStorageOptions {
  /** Where the server is: `postgres://user:password@host/database`. Postern creates its own pool. */
  readonly connectionString?: string | undefined;
  /**
   * Your own pool, created by `pg` 8.21 or later. It needs an `error` listener, and closing it is up to you. Its
   * settings (parsers, `search_path`, isolation, encoding) make no difference, except `binary`, which must be off.
   */
  readonly pool?: PostgresPool | undefined;
  /**
   * The schema of the tables: `[a-z_][a-z0-9_]{0,62}`, not starting with `pg_`. `migrate()` creates it if it is
   * missing. Default `public`.
   */
  readonly schema?: string | undefined;
  /** What the names of the tables start with: `[a-z_][a-z0-9_]{0,30}`, but not `pg_`. Default `postern_`. */
  readonly tablePrefix?: string | undefined;
  /**
   * The most connections that Postern's own pool opens. Only with `connectionString`. Calls other than `find` and
   * `migrate()` use at most half of them. Default 10.
   */
  readonly maxConnections?: number | undefined;
  /** How long to wait for a connection, in milliseconds. Default 2,000. */
  readonly connectDeadlineMs?: number | undefined;
  /** How long the statements of one call may take, over all attempts, in milliseconds. Default 2,000. */
  readonly statementDeadlineMs?: number | undefined;
  /** How long `migrate()` may take, including the wait for other migrations, in milliseconds. Default 60,000. */
  readonly migrationDeadlineMs?: number | undefined;
}

/** Checked options. */
export interface PostgresSettings extends TableLocation, PoolSettings {
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
  const readMs = (ms: unknown, name: string) => reader.readCount(ms, { name, unit: 'milliseconds' });
  const deadlines = {
    connectDeadlineMs: readMs(connectDeadlineMs, 'connectDeadlineMs'),
    statementDeadlineMs: readMs(statementDeadlineMs, 'statementDeadlineMs'),
    migrationDeadlineMs: readMs(migrationDeadlineMs, 'migrationDeadlineMs'),
  };
  return {
    ...readTableLocation(reader, options),
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

/** PostgreSQL reserves names that start with pg_. */
export function readTableLocation(
  reader: OptionReader,
  { schema = 'public', tablePrefix }: { readonly schema?: unknown; readonly tablePrefix?: unknown },
): TableLocation {
  const reserved = 'pg_';
  return {
    schema: reader.readName(schema, { what: 'schema', length: 63, reserved }),
    tablePrefix: reader.readTablePrefix(tablePrefix, { reserved }),
  };
}
