export { createDatabase, type TestDatabase } from './create-database.js';
export type { PostgresServer } from './postgres-server.js';
export { settlesWithin } from './settles-within.js';
export { type PostgresServerOptions, startPostgres } from './start-postgres.js';
