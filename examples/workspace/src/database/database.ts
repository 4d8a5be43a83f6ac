import type { KeyRepository } from '@postern/core';
import type { Kysely } from 'kysely';
import type { DatabaseLocation } from './database-location.js';
import { openSqlite } from './sqlite/open-sqlite.js';
import type { Tables } from './tables.js';

/** The workspace's own tables, and Postern's beside them. The rest of the workspace knows no driver. */
export interface Database {
  /** For changes. */
  readonly write: Kysely<Tables>;
  /** For questions: none waits behind somebody's change. */
  readonly read: Kysely<Tables>;
  readonly keyRepository: KeyRepository;
  close(): Promise<void>;
}

/**
 * Opens the database and creates what is missing in it. This is the one place where the engine counts.
 *
 * @throws {DatabaseUnavailableError} from here and from every query, where the database does not do its work.
 */
export function openDatabase(location: DatabaseLocation): Promise<Database> {
  return openSqlite(location.file);
}
