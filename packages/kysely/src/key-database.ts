import type { Kysely } from 'kysely';
import type { Dialect } from './dialect.js';
import type { Tables } from './tables.js';

/** What is done with a database: queries, built by Kysely. It may be run again where the database was busy. */
export type Work<Value> = (db: Kysely<Tables>) => Promise<Value>;

/** What a migration does with a database, where these tables are: by their names without the prefix. */
type MigrationWork<Value> = (db: Kysely<Tables>, tables: ReadonlySet<string>) => Promise<Value>;

/**
 * A database, whichever it is. Each method rejects with errors of Postern only: a driver's own quote rows and
 * parameters (docs/threat-model.md, P07).
 */
export interface KeyDatabase {
  readonly dialect: Dialect;

  /** Runs one query outside any transaction: it sees what is committed. */
  readonly read: <Value>(work: Work<Value>) => Promise<Value>;

  /** Runs work in one write transaction, commits, and only then resolves. Where the work fails nothing of it is left. */
  readonly write: <Value>(work: Work<Value>) => Promise<Value>;

  /** Runs work as `write` does, and lets nobody else migrate meanwhile. Makes the database where there is none. */
  readonly migrate: <Value>(work: MigrationWork<Value>) => Promise<Value>;
}
