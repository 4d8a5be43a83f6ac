export type { KeyStorage } from '../storage.js';
export type { SqliteStorageOptions } from './options.js';
export { sqliteStorage } from './sqlite-storage.js';
