export type { KeyMigration } from '../kysely-migrations.js';
export type { KeyStorage } from '../storage.js';
export type { PostgresStorageOptions } from './options.js';
export type { PostgresClient, PostgresPool, PostgresStatement } from './pool.js';
export { postgresMigrations } from './postgres-migrations.js';
export { postgresStorage } from './postgres-storage.js';
