import SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { isFull, untilNotBusy } from './until-not-busy.js';

interface PatientSqliteOptions {
  readonly mayWrite: boolean;
  /** Awaited before each statement. If it rejects, the statement does not run. */
  readonly before?: () => Promise<void>;
  /** Awaited before each transaction. */
  readonly beforeTransaction?: () => Promise<void>;
  /** Makes room on a full disk. If it returns true, a statement outside a transaction is tried again. */
  readonly onFull?: () => boolean;
}

/**
 * Makes a dialect for one connection to a SQLite file. SQLite's own busy timeout waits by stopping the event loop,
 * and the lock may be held by this very process, which could then never release it. So the timeout is 0, and a
 * statement that finds the file locked is tried again after an awaited pause.
 */
export function patientSqlite(file: string, options: PatientSqliteOptions): SqliteDialect {
  const config = { database: () => untilNotBusy(async () => connect(file, options.mayWrite)) };
  const dialect = new SqliteDialect(config);
  dialect.createDriver = () => new PatientSqliteDriver(config, options);
  return dialect;
}

function connect(file: string, mayWrite: boolean): SqliteDatabase.Database {
  const connection = new SqliteDatabase(file, { timeout: 0 });
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

class PatientSqliteDriver extends SqliteDriver {
  readonly #options: PatientSqliteOptions;
  #inTransaction = false;

  constructor(config: SqliteDialectConfig, options: PatientSqliteOptions) {
    super(config);
    this.#options = options;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    const { before, onFull = () => false } = this.#options;
    return {
      executeQuery: (query) =>
        untilNotBusy(async () => {
          await before?.();
          try {
            return await connection.executeQuery(query);
          } catch (error) {
            if (!isFull(error) || !onFull() || this.#inTransaction) throw error;
            return connection.executeQuery(query);
          }
        }),
      streamQuery: (query) => connection.streamQuery(query),
    };
  }

  // A deferred transaction takes the lock at its first write, when it is too late to wait for it.
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
    // On a full disk SQLite may have rolled back by itself. The error to report is the one that caused that.
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}
