import type { SqliteDatabase } from 'kysely';
import type { OptionReader } from '../read-options.js';

/** All that differs between the drivers for SQLite. Their errors are read in `result-code.ts`. */
export interface SqliteDriver {
  /**
   * Checks that the driver works in this runtime, and loads it.
   *
   * @throws {PosternError} `ERR_INVALID_CONFIG`
   */
  readonly requireUsable: (reader: OptionReader) => void;
  /**
   * Opens a file. Creates it if it is missing, unless `readOnly` is set. The connection never waits for a lock, because
   * that would block the event loop: a statement that finds the file locked fails with `SQLITE_BUSY`.
   */
  readonly open: (file: string, options: { readonly readOnly: boolean }) => Connection;
}

/**
 * An open file. `close` leaves nothing of it open, and `prepare` is for Kysely: a statement runs once. Numbers that are
 * too large for JavaScript are returned as the nearest one that isn't.
 */
export interface Connection extends SqliteDatabase {
  /** Prepares a search by one text. It returns the values of the first row, in the order of the columns. */
  readonly prepareRow: (sql: string) => (parameter: string) => readonly unknown[] | undefined;
  /** Prepares a statement that returns one value. */
  readonly prepareValue: (sql: string) => () => unknown;
  /** Prepares a statement that returns nothing. */
  readonly prepareCommand: (sql: string) => () => void;
}
