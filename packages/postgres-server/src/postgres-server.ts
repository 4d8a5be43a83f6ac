import type { TestDatabase } from './create-database.js';

/** A PostgreSQL server that a test may break. */
export interface PostgresServer {
  /** A connection string of its superuser, to a database that stays empty. */
  readonly url: string;
  /** Creates an empty database. */
  readonly createDatabase: () => Promise<TestDatabase>;
  /** Stops it like an administrator: connections are cut off, and nothing that was committed is lost. */
  readonly stop: () => Promise<void>;
  /** Starts it again after `stop` or `kill9`, on the same port with the same data. */
  readonly start: () => Promise<void>;
  /** Kills all of its processes without warning. */
  readonly kill9: () => Promise<void>;
  /** Suspends all of its processes: connections stay open, and nothing is answered. */
  readonly freeze: () => void;
  /** Resumes it. */
  readonly thaw: () => void;
  /** Creates a read-only copy that follows it. It is stopped for that, and started again. */
  readonly startStandby: () => Promise<PostgresServer>;
  /** Stops it, and removes its data. */
  readonly close: () => Promise<void>;
}
