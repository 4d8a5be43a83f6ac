import { type KeyStorage, keyStorage } from '../../storage.js';
import { readOptions, type SqliteStorageOptions } from '../options.js';
import { sqliteDatabase } from '../sqlite-database.js';
import { betterSqlite3Driver } from './better-sqlite3-driver.js';

/**
 * Creates a storage in a SQLite file, with `better-sqlite3`. Postern opens two connections of its own, when they are
 * first needed: transactions of the host application neither hold up a verification nor swallow a revocation.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is invalid, the file's directory is missing, or
 * `better-sqlite3` does not load. The message says what to do.
 * @example
 * const storage = sqliteStorage({ file: './keys.sqlite' });
 * await storage.migrate();
 * const keys = createApiKeys({ repository: storage.repository, … });
 * // and when the service stops:
 * await keys.close();
 * await storage.close();
 */
export function sqliteStorage(options: SqliteStorageOptions): KeyStorage {
  return keyStorage(sqliteDatabase(readOptions(options, betterSqlite3Driver), betterSqlite3Driver));
}
