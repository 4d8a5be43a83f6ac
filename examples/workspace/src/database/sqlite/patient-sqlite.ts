import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely';
import { untilNotBusy } from './until-not-busy.js';

/**
 * Makes a dialect for one connection to a SQLite file. SQLite's own busy timeout waits by stopping the event loop,
 * and the lock may be held by this very process, which could then never release it. So the timeout is 0, and a
 * statement that finds the file locked is tried again after an awaited pause.
 */
export function patientSqlite(file: string, { mayWrite }: { readonly mayWrite: boolean }): SqliteDialect {
  const config = { database: () => untilNotBusy(async () => connect(file, mayWrite)) };
  const dialect = new SqliteDialect(config);
  dialect.createDriver = () => new PatientSqliteDriver(config);
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
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => untilNotBusy(async () => connection.executeQuery(query)),
      streamQuery: (query) => connection.streamQuery(query),
    };
  }

  // A deferred transaction takes the lock at its first write, when it is too late to wait for it.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}
