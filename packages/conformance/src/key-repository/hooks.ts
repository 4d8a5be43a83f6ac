import type { KeyId } from '@postern/core';
import type { KeyRepository, StoredKey } from '@postern/core/ports';

/** What a subject can do beyond the port. Each hook is optional: without it, the clauses that need it are skipped. */
export interface SubjectHooks {
  /** Damages the stored record of a key so that it can't be understood, for example with scopes that are not a list. */
  damage?(keyId: KeyId): Promise<void>;
  /** Keeps the repository from making changes, as a foreign lock or a network outage does. */
  readonly block?: Block;
  /** Opens another repository on the same storage, which shares nothing with the first one, as in another process. */
  second?(): Promise<SecondRepository>;
  /** Connects to the storage as a person with a SQL client does. */
  sql?(): Promise<SqlConnection>;
}

/** How a repository is blocked. */
export interface Block {
  /** Blocks the repository. Resolves with a function that unblocks it. */
  start(): Promise<() => Promise<void>>;
  /** How many milliseconds a change may take to settle: the repository's own deadline, and some more time. */
  readonly withinMs: number;
}

/** Another repository on the same storage. */
export interface SecondRepository {
  readonly repository: KeyRepository;
  /** Releases the repository. */
  dispose(): Promise<void>;
}

/** A connection to the storage that belongs to no repository, outside a transaction. */
export interface SqlConnection {
  /**
   * Runs a statement as it is: `begin`, `commit`, `rollback`, `savepoint one`, `rollback to savepoint one` or `release
   * savepoint one`.
   */
  run(statement: string): Promise<unknown>;
  /**
   * Overwrites the owner, scopes, hash, `expiresAt`, `disabledAt`, `disabledBy` and `revokedAt` of a stored record, with
   * one statement that has no other condition than the key ID.
   */
  update(stored: StoredKey): Promise<unknown>;
  /** Deletes the record of a key, with one statement. */
  delete(keyId: KeyId): Promise<unknown>;
  /** Ends the connection, and rolls back its transaction if one is open. */
  dispose(): Promise<unknown>;
  /** How many milliseconds the reads of one check may take while this connection has a transaction open. */
  readonly readsWithinMs: number;
}
