import type { KeyRepository } from '@postern/core';

/** A place where keys are kept: what `createApiKeys` needs of it, and what you need to begin and to end. */
export interface KeyStorage {
  /** Give it to `createApiKeys`. */
  readonly repository: KeyRepository;

  /**
   * Makes the tables, or brings them up to date: runs every migration that has not run, all of them or none. Any
   * number of processes may call it at once, and each start of a service should. Tables of a newer version of Postern
   * are left as they are.
   *
   * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` where the database does not do its work.
   */
  migrate(): Promise<void>;

  /**
   * Closes the connections, after the write that is under way. Calling it again waits for the same. What is asked of
   * the repository afterwards fails with `ERR_REPOSITORY_UNAVAILABLE`.
   */
  close(): Promise<void>;
}
