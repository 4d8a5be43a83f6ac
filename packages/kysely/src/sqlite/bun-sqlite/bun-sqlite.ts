import type { OptionReader } from '../../read-options.js';

/** What is used of `bun:sqlite`. */
interface BunSqlite {
  readonly Database: new (file: string, options?: OpenOptions) => BunDatabase;
}

type OpenOptions = { readonly readonly: true } | { readonly readwrite: true; readonly create: true };

interface BunDatabase {
  prepare(sql: string): BunStatement;
  /** With `true`, fails if a statement is not finalized, instead of leaving the file open until all are. */
  close(throwOnError: boolean): void;
}

export interface BunStatement {
  readonly columnNames: readonly string[];
  all(...parameters: readonly unknown[]): unknown[];
  run(...parameters: readonly unknown[]): { changes: number; lastInsertRowid: number | bigint };
  /** The rows as arrays. */
  values(...parameters: readonly unknown[]): unknown[][];
  finalize(): void;
}

/**
 * Loads `bun:sqlite` now, and not when this file is imported: another runtime gets an error that says what to do. Not
 * with `require`, which is something else in a bundle.
 */
export function loadBunSqlite(): BunSqlite {
  return process.getBuiltinModule('bun:sqlite') as unknown as BunSqlite;
}

/** The first version that has `unixepoch('subsec')`. */
const [major, minMinor] = [3, 42];
const byteOrderMark = '\uFEFF';

/**
 * Checks that this runtime has `bun:sqlite`, that it stores texts as they are, and the version of SQLite: on macOS, Bun
 * uses the one of the system.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function requireBunSqlite(reader: OptionReader): void {
  const { bun, node } = process.versions;
  if (bun === undefined)
    throw reader.invalid(
      `only Bun has bun:sqlite, and this is Node ${node}; import sqliteStorage from @postern/kysely/node-sqlite`,
    );
  const { Database } = loadBunSqlite();
  const database = new Database(':memory:');
  const statement = database.prepare('select sqlite_version(), hex(?)');
  const [version, written] = statement.values(byteOrderMark)[0] ?? [];
  statement.finalize();
  database.close(true);
  requireSoundSqlite(reader, { bun, version: String(version), written });
}

/**
 * Checks the version of SQLite, and what it stores for a byte order mark: `written` has the bytes, in hexadecimal.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function requireSoundSqlite(
  reader: OptionReader,
  { bun, version, written }: { readonly bun: string; readonly version: string; readonly written: unknown },
): void {
  if (written !== Buffer.from(byteOrderMark).toString('hex').toUpperCase())
    throw reader.invalid(
      `bun:sqlite of Bun ${bun} drops a byte order mark at the start of a text, so that one user's keys could become another's; update Bun to 1.4.4 or later`,
    );
  const [found, minor] = version.split('.').map(Number);
  if (found !== major || minor === undefined || minor < minMinor)
    throw reader.invalid(
      `Postern needs SQLite ${major}.${minMinor} or later, and Bun has found ${version}; update the system, or call Database.setCustomSQLite() of bun:sqlite first`,
    );
}
