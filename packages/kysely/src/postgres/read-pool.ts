import pg from 'pg';
import type { OptionReader } from '../read-options.js';
import type { ConnectionSource } from './connection.js';
import type { PostgresPool } from './pool.js';

/** The pool that Postern uses, and how to end it. */
export interface PoolSettings extends ConnectionSource {
  /** Closes the pool if it is Postern's own. */
  readonly endPool: () => Promise<void>;
}

interface PoolOptions {
  readonly connectionString?: unknown;
  readonly pool?: PostgresPool | undefined;
  readonly maxConnections?: unknown;
  readonly connectDeadlineMs: number;
}

/** As many as a pool of `pg` opens by default. Also assumed of a pool that doesn't say. */
const defaultConnections = 10;

/**
 * Takes the host's pool, or creates one from a connection string. Nothing is opened yet.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readPool(
  reader: OptionReader,
  { connectionString, pool, maxConnections, connectDeadlineMs }: PoolOptions,
): PoolSettings {
  if ((connectionString === undefined) === (pool === undefined))
    throw reader.invalid('pass either connectionString or pool');
  if (pool === undefined) {
    const max = reader.readCount(maxConnections === undefined ? defaultConnections : maxConnections, {
      name: 'maxConnections',
      unit: 'connections',
    });
    const own = readOwnPool(reader, connectionString, { maxConnections: max, connectDeadlineMs });
    return { pool: own, isShared: false, maxConnections: max, endPool: () => own.end() };
  }
  if (maxConnections !== undefined)
    throw reader.invalid('maxConnections only applies to connectionString; set max on your pool instead');
  requirePool(reader, pool);
  const max = Number(pool.options?.max);
  return {
    pool,
    isShared: true,
    maxConnections: max >= 1 ? max : defaultConnections,
    endPool: () => Promise.resolve(),
  };
}

function requirePool(reader: OptionReader, pool: PostgresPool): void {
  if (typeof pool?.connect !== 'function')
    throw reader.invalid('pool must be a pool of pg, such as new Pool({ … })');
  if (pool.options?.binary === true)
    throw reader.invalid('pool requests values in binary form; create it without binary: true');
  // Node ends the process on an `error` event without a listener, and each connection that the server cuts off emits
  // one.
  if (pool.listenerCount?.('error') === 0)
    throw reader.invalid(
      "pool has no 'error' listener, so a lost connection would end the process; add pool.on('error', …) first",
    );
}

/** A pool that only Postern uses. */
interface OwnPool extends PostgresPool {
  readonly end: () => Promise<void>;
}

interface OwnPoolOptions {
  readonly maxConnections: number;
  readonly connectDeadlineMs: number;
}

function readOwnPool(reader: OptionReader, connectionString: unknown, options: OwnPoolOptions): OwnPool {
  if (typeof connectionString === 'string' && /^postgres(ql)?:\/\//.test(connectionString)) {
    try {
      return createOwnPool(connectionString, options);
    } catch (error) {
      // The driver's message quotes the string, including the password.
      if (isOfFile(error))
        throw reader.invalid(
          'a file named in connectionString cannot be read; check its sslrootcert, sslcert and sslkey',
        );
    }
  }
  throw reader.invalid('connectionString must be a URL, such as postgres://user:password@localhost/app');
}

/** Checks whether an error comes from the operating system, which was asked to open a file. */
function isOfFile(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/**
 * Creates a pool. Nothing is opened yet. It sends no parameters at start-up and keeps no state in a session, so it
 * works through a pooler.
 *
 * @throws what the driver throws if it can't parse the connection string, which it quotes, including the password; or
 * if it can't read a file that is named there.
 */
function createOwnPool(
  connectionString: string,
  { maxConnections, connectDeadlineMs }: OwnPoolOptions,
): OwnPool {
  // This does not connect. A pool parses its string only when it opens the first connection, during a request.
  new pg.Client({ connectionString });
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    // Our own deadline comes first, because its message says more; this one ends attempts to connect that go on after
    // it.
    connectionTimeoutMillis: connectDeadlineMs + 100,
    keepAlive: true,
    // A program that forgets to close its storage ends all the same.
    allowExitOnIdle: true,
  });
  // Losing an idle connection does no harm: the next call gets another one.
  pool.on('error', () => undefined);
  return pool;
}
