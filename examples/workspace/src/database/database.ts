import type { KeyRepository } from '@postern/core/ports';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/**
 * The workspace's own tables, and Postern's beside them. The rest of the workspace knows no driver. Every question and
 * every change rejects with `DatabaseUnavailableError` where the database does not do its work.
 */
export interface Database {
  /** For changes. */
  readonly write: Kysely<Tables>;
  /** For changes that a caller can repeat without end: they leave room on the disk for those of `write`. */
  readonly grow: Kysely<Tables>;
  /** For questions: none waits behind somebody's change. */
  readonly read: Kysely<Tables>;
  readonly keyRepository: KeyRepository;
  close(): Promise<void>;
}
