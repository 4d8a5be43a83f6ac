import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import { type LentConnection, lendConnection } from './lent-connection.js';
import type { ConnectionPool } from './pool.js';

/** Makes a dialect over a pool whose connections are lent until a deadline, and closed where they miss it. */
export function patientPostgres(pool: ConnectionPool): Dialect {
  return {
    createDriver: () => patientDriver(pool),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function patientDriver(pool: ConnectionPool): Driver {
  return {
    init: async () => undefined,
    acquireConnection: () => lendConnection(pool),
    // Whatever the default of the database is: who takes turns here does so by locks and by unique rows.
    beginTransaction: (connection, { isolationLevel = 'read committed' }) =>
      lent(connection).begin(isolationLevel),
    commitTransaction: (connection) => lent(connection).commit(),
    rollbackTransaction: (connection) => lent(connection).rollback(),
    releaseConnection: async (connection) => lent(connection).release(),
    destroy: () => pool.end(),
  };
}

/** Kysely gives back what this driver gave it. */
function lent(connection: DatabaseConnection): LentConnection {
  return connection as LentConnection;
}
