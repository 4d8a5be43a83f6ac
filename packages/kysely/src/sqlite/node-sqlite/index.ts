export type { KeyMigration } from '../../kysely-migrations.js';
export type { KeyStorage } from '../../storage.js';
export type { SqliteStorageOptions } from '../options.js';
export { sqliteMigrations } from '../sqlite-migrations.js';
export { sqliteStorage } from './sqlite-storage.js';
