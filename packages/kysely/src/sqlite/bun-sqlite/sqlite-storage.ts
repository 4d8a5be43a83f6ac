import { type KeyStorage, keyStorage } from '../../storage.js';
import { readOptions, type SqliteStorageOptions } from '../options.js';
import { sqliteDatabase } from '../sqlite-database.js';
import { bunSqliteDriver } from './bun-sqlite-driver.js';

/**
 * Creates a storage in a SQLite file, with Bun's own `bun:sqlite`: there is nothing to install. Postern opens two
 * connections of its own, when they are first needed: transactions of the host application neither hold up a
 * verification nor swallow a revocation. If the host application opens the same file in the same process, it must use
 * `bun:sqlite` too: two copies of SQLite in one process don't see each other's locks.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is invalid, the file's directory is missing, the runtime is
 * not Bun, or its SQLite is older than 3.42. The message says what to do.
 * @example
 * const storage = sqliteStorage({ file: './keys.sqlite' });
 * await storage.migrate();
 * const keys = createApiKeys({ repository: storage.repository, … });
 * // and when the service stops:
 * await keys.close();
 * await storage.close();
 */
export function sqliteStorage(options: SqliteStorageOptions): KeyStorage {
  return keyStorage(sqliteDatabase(readOptions(options, bunSqliteDriver), bunSqliteDriver));
}
