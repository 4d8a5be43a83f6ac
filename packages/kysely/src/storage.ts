import { PosternError } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import type { KeyDatabase } from './key-database.js';
import { kyselyKeyRepository } from './key-repository.js';
import { runMigrations } from './run-migrations.js';

/** A place where keys are kept: the repository that `createApiKeys` needs, and the calls to start and stop with. */
export interface KeyStorage {
  /** Pass it to `createApiKeys`. */
  readonly repository: KeyRepository;

  /**
   * Creates the tables, or brings them up to date: runs every migration that has not run yet, all of them or none. Any
   * number of processes may call it at the same time, and each start of a service should. Tables of a newer version of
   * Postern are left as they are.
   *
   * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` if the database fails.
   */
  migrate(): Promise<void>;

  /**
   * Closes the connections, once the write in progress is done. A second call waits for the first. After that, every
   * call of the repository fails with `ERR_REPOSITORY_UNAVAILABLE`.
   */
  close(): Promise<void>;
}

/** Creates the storage on a database. */
export function keyStorage(database: KeyDatabase): KeyStorage {
  return {
    repository: kyselyKeyRepository(database),
    migrate: () => runMigrations(database),
    close: database.close,
  };
}

export function schemaMissing(options: { readonly cause?: unknown } = {}): PosternError {
  return new PosternError(
    'ERR_SCHEMA_MISSING',
    'the tables of Postern are missing or outdated; call storage.migrate() when the service starts',
    options,
  );
}

export function storageClosed(): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage was closed by storage.close()');
}
