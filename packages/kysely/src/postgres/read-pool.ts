import pg from 'pg';
import type { OptionReader } from '../read-options.js';
import type { ConnectionSource } from './connection.js';
import type { PostgresPool } from './pool.js';

/** A source of connections, and how to be done with it. */
export interface EndableSource extends ConnectionSource {
  /** Closes the pool, where it is Postern's. */
  readonly endPool: () => Promise<void>;
}

interface UncheckedPool extends Omit<OwnPoolOptions, 'connectionString'> {
  readonly connectionString: unknown;
}

interface UncheckedSource {
  readonly connectionString?: unknown;
  readonly pool?: PostgresPool | undefined;
  readonly maxConnections?: unknown;
  readonly connectDeadlineMs: number;
}

/** As many as a pool of `pg` opens unless it is told otherwise, and as many as one has that does not tell. */
const defaultConnections = 10;

/**
 * Takes the host's pool, or makes one of a connection string. Nothing is opened yet.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readPool(
  reader: OptionReader,
  { connectionString, pool, maxConnections, connectDeadlineMs }: UncheckedSource,
): EndableSource {
  if ((connectionString === undefined) === (pool === undefined))
    throw reader.invalid('give either connectionString or pool');
  if (pool === undefined) {
    const max = reader.readCount(
      maxConnections === undefined ? defaultConnections : maxConnections,
      'maxConnections',
      'connections',
    );
    const own = makePool(reader, { connectionString, maxConnections: max, connectDeadlineMs });
    return { pool: own, isHosts: false, maxConnections: max, endPool: () => own.end() };
  }
  if (maxConnections !== undefined)
    throw reader.invalid('maxConnections goes with connectionString; a pool has a limit of its own');
  requirePool(reader, pool);
  const max = Number(pool.options?.max);
  return {
    pool,
    isHosts: true,
    maxConnections: max >= 1 ? max : defaultConnections,
    endPool: () => Promise.resolve(),
  };
}

function makePool(reader: OptionReader, { connectionString, ...options }: UncheckedPool): OwnPool {
  if (typeof connectionString === 'string' && /^postgres(ql)?:\/\//.test(connectionString)) {
    try {
      return ownPool({ connectionString, ...options });
    } catch (error) {
      // What the driver says quotes the string, password and all.
      if (isOfFile(error))
        throw reader.invalid(
          'a file that connectionString names can not be read; look at its sslrootcert, sslcert and sslkey',
        );
    }
  }
  throw reader.invalid('connectionString must be a URL, such as postgres://user:password@localhost/app');
}

/** Says whether an error is of the system, which was asked to open a file. */
function isOfFile(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function requirePool(reader: OptionReader, pool: PostgresPool): void {
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

/** A pool that is Postern's alone. */
interface OwnPool extends PostgresPool {
  readonly end: () => Promise<void>;
}

/** How many connections a pool may open, and where. */
interface OwnPoolOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  readonly connectDeadlineMs: number;
}

/**
 * Makes a pool. Nothing is opened yet. It sends no parameters at start-up and keeps no state of a session, so a pooler
 * may stand between.
 *
 * @throws what the driver throws where it can't understand the connection string, which it quotes, password and all; or
 * where it can't read a file that is named there.
 */
function ownPool({ connectionString, maxConnections, connectDeadlineMs }: OwnPoolOptions): OwnPool {
  // It connects to nobody. A pool understands its string only when it opens the first connection, in the midst of a request.
  new pg.Client({ connectionString });
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    // Ours comes first, since it says more; this one ends what still tries to connect then.
    connectionTimeoutMillis: connectDeadlineMs + 100,
    keepAlive: true,
    // A program that forgets to close its storage ends all the same.
    allowExitOnIdle: true,
  });
  // A connection that is lost while nobody uses it is no concern of anybody: the next one who needs one gets another.
  pool.on('error', () => undefined);
  return pool;
}
