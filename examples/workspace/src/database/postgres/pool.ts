import { Socket } from 'node:net';
import pg from 'pg';

interface PoolOptions {
  /** How many connections there are at most. */
  readonly connections: number;
  /** How long to wait for one, in milliseconds. */
  readonly connectMs: number;
  /** For how long one is lent, waiting for it included, in milliseconds. */
  readonly deadlineMs: number;
}

/** Connections to one database, opened when they are needed, and again after they were lost. */
export interface ConnectionPool {
  readonly deadlineMs: number;
  connect(): Promise<pg.PoolClient>;
  /** Waits for what is lent, in bounded time since all that is lent has a deadline. */
  end(): Promise<void>;
}

/** How long connections may take to say goodbye, in milliseconds. */
const goodbyeMs = 2_000;

/** Makes a pool. It opens nothing yet, and sends no settings at a start: a pooler between would refuse them. */
export function openPool(connectionString: string, options: PoolOptions): ConnectionPool {
  const { connections, connectMs, deadlineMs } = options;
  const sockets = new Set<Socket>();
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    stream() {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
  });
  // A connection that is lost emits an error, which ends the process where nobody listens. What is under way on it
  // fails anyway, and the next request gets another connection.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return {
    deadlineMs,
    connect: () => pool.connect(),
    async end() {
      await pool.end();
      // A PostgreSQL that is frozen answers no goodbye, and its sockets would keep this process alive.
      setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, goodbyeMs).unref();
    },
  };
}

function ignore(): void {}
