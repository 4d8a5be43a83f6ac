import type { KeyRepository } from '@postern/core/ports';
import type { Kysely } from 'kysely';
import type { Tables } from './schema.js';

/**
 * The workspace's own tables, next to Postern's. The rest of the workspace does not depend on a driver. Every query
 * rejects with `DatabaseUnavailableError` if the database is unavailable.
 */
export interface Database {
  /** For changes. */
  readonly write: Kysely<Tables>;
  /** For changes that callers can repeat without end: they leave disk space for those of `write`. */
  readonly grow: Kysely<Tables>;
  /** For queries that must not wait for a change. */
  readonly read: Kysely<Tables>;
  readonly keyRepository: KeyRepository;
  close(): Promise<void>;
}

/**
 * Thrown if the database is unavailable: down, locked or too slow. Trying again later may succeed. The message quotes
 * no statement, value or connection string.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  /** The driver's code, such as `SQLITE_BUSY`, `ECONNREFUSED` or an SQLSTATE. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
