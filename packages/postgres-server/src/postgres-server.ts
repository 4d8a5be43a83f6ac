import type { TestDatabase } from './create-database.js';

/** A PostgreSQL of one's own, that may be broken. */
export interface PostgresServer {
  /** A connection string of its superuser, to a database that stays empty. */
  readonly url: string;
  /** Makes an empty database. */
  readonly createDatabase: () => Promise<TestDatabase>;
  /** Ends it as an administrator does: who is connected is cut off, and nothing that was committed is lost. */
  readonly stop: () => Promise<void>;
  /** Starts it again after `stop` or `kill9`, on the same port with the same data. */
  readonly start: () => Promise<void>;
  /** Kills all of it at once, without any warning. */
  readonly kill9: () => Promise<void>;
  /** Stops all of it in the middle of what it does: connections stay open, and nothing is answered. */
  readonly freeze: () => void;
  /** Lets it go on. */
  readonly thaw: () => void;
  /** Makes a read-only copy that follows it. It is stopped for that, and started again. */
  readonly startStandby: () => Promise<PostgresServer>;
  /** Ends it, and removes its data. */
  readonly close: () => Promise<void>;
}
