import { type KeyStorage, keyStorage } from '../storage.js';
import { type PostgresStorageOptions, readOptions } from './options.js';
import { postgresDatabase } from './postgres-database.js';

/**
 * Creates a storage in PostgreSQL 14 or later, with `pg`. Any number of processes may share it, including through a
 * pooler in transaction mode. Connect to the primary: a standby receives revocations late, so `find` and `migrate()`
 * refuse one.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is invalid.
 * @example
 * const storage = postgresStorage({ connectionString: process.env.DATABASE_URL });
 * await storage.migrate();
 * const keys = createApiKeys({ repository: storage.repository, … });
 * // and when the service stops:
 * await keys.close();
 * await storage.close();
 */
export function postgresStorage(options: PostgresStorageOptions): KeyStorage {
  return keyStorage(postgresDatabase(readOptions(options)));
}
