import { PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { isConnectionLost, unavailable } from './unavailable.js';

interface PoolLimits {
  /** The maximum number of connections. */
  readonly connections: number;
  /** How long to wait for a connection, in milliseconds. */
  readonly connectMs: number;
  /** How long a statement or transaction may take, including the wait for its connection, in milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Kysely's dialect on a pool whose statements and transactions have a deadline. They reject with
 * `DatabaseUnavailableError` if they miss it, or the database fails.
 */
export function postgresDialect(connectionString: string, limits: PoolLimits): PostgresDialect {
  // Sends no settings when a connection starts: a pooler in between would refuse them.
  const pool = new pg.Pool({
    connectionString,
    max: limits.connections,
    connectionTimeoutMillis: limits.connectMs,
    keepAlive: true,
    // A frozen PostgreSQL does not close connections, and they would keep this process alive.
    allowExitOnIdle: true,
  });
  // A connection that breaks emits an error, which would end the process if nothing listened. Its current query fails
  // anyway, and the next one gets another connection.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return new PostgresDialect({
    pool: { connect: () => connect(pool, limits.deadlineMs), end: () => pool.end() },
  });
}

function ignore(): void {}

/** pg accepts a timeout with each query, in milliseconds, but its types do not have it. */
interface TimedQuery extends pg.QueryConfig {
  readonly query_timeout: number;
}

/**
 * Lends a connection until the deadline. A frozen PostgreSQL or a broken network sends nothing, not even PostgreSQL's
 * own timeout, so this side measures the time. A connection that missed the deadline is closed, because what was sent
 * on it may still happen, such as the start of a transaction.
 */
async function connect(pool: pg.Pool, deadlineMs: number): Promise<PostgresPoolClient> {
  const until = performance.now() + deadlineMs;
  const client = await pool.connect().catch(fail);
  let isLost = false;
  let isInTransaction = false;

  async function run(text: string, values: readonly unknown[] = []): Promise<unknown> {
    const query_timeout = Math.max(1, Math.ceil(until - performance.now()));
    const query: TimedQuery = { text, values: [...values], query_timeout };
    try {
      return await client.query(query);
    } catch (error) {
      isLost ||= isConnectionLost(error);
      return fail(error);
    }
  }

  /**
   * PostgreSQL gets the deadline too: a change that waits for a lock must not be made after this side has given up.
   * The setting is part of each transaction, since a pooler in between keeps no settings of a session.
   */
  function begin(): Promise<unknown> {
    isInTransaction = true;
    return run(`begin isolation level read committed; set local statement_timeout = ${deadlineMs}`);
  }

  async function end(statement: 'commit' | 'rollback'): Promise<unknown> {
    const result = await run(statement);
    isInTransaction = false;
    return result;
  }

  async function query(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    if (sql === 'begin') return begin();
    if (sql === 'commit' || sql === 'rollback') return end(sql);
    if (isInTransaction || !/^(insert|update|delete) /.test(sql)) return run(sql, parameters);
    await begin();
    const result = await run(sql, parameters);
    await end('commit');
    return result;
  }

  // Closing the connection rolls back a transaction that was left open.
  const release = () => client.release(isLost || isInTransaction);
  return { query, release } as PostgresPoolClient;
}

function fail(error: unknown): never {
  throw unavailable(error) ?? error;
}
