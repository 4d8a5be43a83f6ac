import { type OptionReader, optionReader } from '../read-options.js';
import type { ConnectionSource } from './acquire.js';
import type { Place } from './kysely-over.js';
import { type OwnPool, ownPool } from './own-pool.js';
import type { PostgresPool } from './pool.js';

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
export interface PostgresSettings extends Place, ConnectionSource {
  /** Closes the pool, where it is Postern's. */
  readonly endPool: () => Promise<void>;
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
    ...readPool(options, deadlines.connectDeadlineMs),
  };
}

const reader = optionReader('postgresStorage');

/** As many as a pool of `pg` opens unless it is told otherwise, and as many as one has that does not tell. */
const defaultConnections = 10;

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

function readPool(
  { connectionString, pool, maxConnections }: PostgresStorageOptions,
  connectDeadlineMs: number,
): ConnectionSource & Pick<PostgresSettings, 'endPool'> {
  if ((connectionString === undefined) === (pool === undefined))
    throw reader.invalid('give either connectionString or pool');
  if (pool === undefined) {
    const max = reader.readCount(
      maxConnections === undefined ? defaultConnections : maxConnections,
      'maxConnections',
      'connections',
    );
    const own = makePool(connectionString, max, connectDeadlineMs);
    return { pool: own, isHosts: false, maxConnections: max, endPool: () => own.end() };
  }
  if (maxConnections !== undefined)
    throw reader.invalid('maxConnections goes with connectionString; a pool has a limit of its own');
  requirePool(pool);
  const max = Number(pool.options?.max);
  return {
    pool,
    isHosts: true,
    maxConnections: max >= 1 ? max : defaultConnections,
    endPool: () => Promise.resolve(),
  };
}

function makePool(connectionString: unknown, maxConnections: number, connectDeadlineMs: number): OwnPool {
  if (typeof connectionString === 'string' && /^postgres(ql)?:\/\//.test(connectionString)) {
    try {
      return ownPool({ connectionString, maxConnections, connectDeadlineMs });
    } catch {
      // What the driver says quotes the string, password and all.
    }
  }
  throw reader.invalid('connectionString must be a URL, such as postgres://user:password@localhost/app');
}

function requirePool(pool: PostgresPool): void {
  if (typeof pool?.connect !== 'function')
    throw reader.invalid('pool must be a pool of pg, such as new Pool({ … })');
  if (pool.options?.binary === true)
    throw reader.invalid('pool asks for values in binary form; make it without binary: true');
  // Node ends the process for an `error` that nobody listens to, and each connection that the server cuts off is one.
  if (pool.listenerCount?.('error') === 0)
    throw reader.invalid(
      "pool has no listener of 'error', so a lost connection would end the process; add pool.on('error', …) first",
    );
}
