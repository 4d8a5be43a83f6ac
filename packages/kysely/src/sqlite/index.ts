export type { KeyMigration } from '../kysely-migrations.js';
export type { KeyStorage } from '../storage.js';
export { sqliteStorage } from './better-sqlite3/sqlite-storage.js';
export type { SqliteStorageOptions } from './options.js';
export { sqliteMigrations } from './sqlite-migrations.js';
