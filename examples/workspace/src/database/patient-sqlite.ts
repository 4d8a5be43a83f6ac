import { setTimeout as pause } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect } from 'kysely';

/** How long a statement waits for somebody else's lock, in milliseconds. */
const patienceMs = 5_000;

/** Tells that somebody else held the database's lock for too long. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
}

/**
 * Makes a dialect for one connection to a SQLite file. SQLite's own busy timeout waits by stopping the event loop,
 * and the lock may be held by this very process, which could then never release it. So the timeout is 0, and a
 * statement that finds the file locked is tried again after an awaited pause.
 */
export function patientSqlite(file: string, { mayWrite }: { readonly mayWrite: boolean }): SqliteDialect {
  return new PatientSqliteDialect({ database: () => untilNotBusy(async () => connect(file, mayWrite)) });
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

class PatientSqliteDialect extends SqliteDialect {
  override createDriver(): Driver {
    return patient(super.createDriver());
  }
}

function patient(driver: Driver): Driver {
  return {
    init: () => driver.init(),
    acquireConnection: async () => patientConnection(await driver.acquireConnection()),
    // A deferred transaction takes the lock at its first write, when it is too late to wait for it.
    beginTransaction: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    },
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: () => driver.destroy(),
  };
}

function patientConnection(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => untilNotBusy(async () => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}

async function untilNotBusy<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline)
        throw new DatabaseBusyError('the database is locked by somebody else');
    }
    await pause(pauseMs);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
