import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { DatabaseUnavailableError } from '../database.js';

interface SqliteOptions {
  readonly mayWrite: boolean;
  /** Awaited before each statement. If it rejects, the statement does not run. */
  readonly before?: () => Promise<void>;
  /** Awaited before each transaction. */
  readonly beforeTransaction?: () => Promise<void>;
  /** Makes room on a full disk. If it returns true, a statement outside a transaction is tried again. */
  readonly onFull?: () => boolean;
}

/** How long to wait for a lock, in milliseconds. */
const busyMs = 5_000;

/**
 * Kysely's dialect for one connection to a SQLite file. SQLite's own busy timeout blocks the event loop, and the lock
 * may be held by this very process, which could then never release it. So the timeout is 0, and a statement that finds
 * the file locked is tried again after a pause. Statements reject with `DatabaseUnavailableError` if the file stays
 * locked or the disk fails.
 */
export function sqliteDialect(file: string, options: SqliteOptions): SqliteDialect {
  const config = { database: () => untilUnlocked(async () => connect(file, options.mayWrite)) };
  const dialect = new SqliteDialect(config);
  dialect.createDriver = () => new WaitingDriver(config, options);
  return dialect;
}

function connect(file: string, mayWrite: boolean): Sqlite.Database {
  const connection = new Sqlite(file, { timeout: 0 });
  try {
    connection.pragma('journal_mode = WAL');
    // A deactivated person must stay deactivated after a power cut.
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    if (!mayWrite) connection.pragma('query_only = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

class WaitingDriver extends SqliteDriver {
  readonly #options: SqliteOptions;
  #inTransaction = false;

  constructor(config: SqliteDialectConfig, options: SqliteOptions) {
    super(config);
    this.#options = options;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    const { before, onFull = () => false } = this.#options;
    return {
      executeQuery: (query) =>
        untilUnlocked(async () => {
          await before?.();
          try {
            return await connection.executeQuery(query);
          } catch (error) {
            if (codeOf(error) !== 'SQLITE_FULL' || !onFull() || this.#inTransaction) throw error;
            return connection.executeQuery(query);
          }
        }),
      streamQuery: (query) => connection.streamQuery(query),
    };
  }

  // A deferred transaction takes the lock with its first write, when it is too late to wait for it.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#options.beforeTransaction?.();
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    this.#inTransaction = true;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#inTransaction = false;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#inTransaction = false;
    // On a full disk SQLite may already have rolled back. The error to report is the one that caused it.
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

async function untilUnlocked<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + busyMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      return await attempt();
    } catch (error) {
      const code = codeOf(error);
      if (!code?.startsWith('SQLITE_BUSY')) throw unavailable(code) ?? error;
      if (performance.now() > deadline)
        throw new DatabaseUnavailableError(code, 'the file is locked by another process');
    }
    await pause(pauseMs);
  }
}

/** Codes that are about the disk, the file or the machine, not about the statement. */
const unavailableCodes = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|PERM)(_|$)/;

/** The driver's message may quote rows, so only its code is kept. */
function unavailable(code: string | undefined): DatabaseUnavailableError | undefined {
  if (code === undefined || !unavailableCodes.test(code)) return undefined;
  const reason = code === 'SQLITE_FULL' ? 'the disk is full' : 'the file cannot be used';
  return new DatabaseUnavailableError(code, `${reason} (${code})`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Sqlite.SqliteError ? error.code : undefined;
}
