import pg from 'pg';
import type { PostgresPool } from './pool.js';

/** A pool that is Postern's alone. */
export interface OwnPool extends PostgresPool {
  readonly end: () => Promise<void>;
}

/** How many connections a pool may open, and where. */
export interface OwnPoolOptions {
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
export function ownPool({ connectionString, maxConnections, connectDeadlineMs }: OwnPoolOptions): OwnPool {
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
