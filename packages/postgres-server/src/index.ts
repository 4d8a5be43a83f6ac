export { createDatabase, type TestDatabase } from './create-database.js';
export { type PostgresServer, type PostgresServerOptions, startPostgres } from './start-postgres.js';
