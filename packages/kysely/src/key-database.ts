import type { KeyLookup } from '@postern/core/ports';
import type { Kysely } from 'kysely';
import type { Dialect } from './dialect.js';
import type { Tables } from './tables.js';

/** What runs on a database: queries, built by Kysely. It may run again if the database was busy. */
export type Work<Value> = (db: Kysely<Tables>) => Promise<Value>;

/** What a migration runs on a database that has these tables: their names without the prefix. */
type MigrationWork<Value> = (db: Kysely<Tables>, tables: ReadonlySet<string>) => Promise<Value>;

/**
 * A database of any kind. Each method rejects only with errors of Postern: those of a driver quote rows and parameters
 * (docs/threat-model.md, P07). Each database has its own `find`, because every request waits for it.
 */
export interface KeyDatabase extends KeyLookup {
  readonly dialect: Dialect;

  /** Runs one query that sees what is committed. */
  readonly read: <Value>(work: Work<Value>) => Promise<Value>;

  /** Runs work in one write transaction, and resolves once it is committed. If the work fails, nothing is changed. */
  readonly write: <Value>(work: Work<Value>) => Promise<Value>;

  /** Runs work as `write` does, while no one else can migrate. Creates the database if it is missing. */
  readonly migrate: <Value>(work: MigrationWork<Value>) => Promise<Value>;

  /** Waits for the work in progress and closes the connections. After that, every other call fails. */
  readonly close: () => Promise<void>;
}
