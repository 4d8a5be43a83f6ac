import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PosternError } from '@postern/core';

/** Where keys are kept, and how. */
export interface SqliteStorageOptions {
  /**
   * The path of the database file, which may be the host application's own. `migrate()` makes it where it is missing;
   * its directory must be there. SQLite keeps two more files beside it, which end in `-wal` and `-shm`.
   */
  readonly file: string;
  /** What the names of the tables begin with: `[a-z_][a-z0-9_]{0,30}`. Default `postern_`. */
  readonly tablePrefix?: string;
  /** How long to try again where another process holds the file's lock, in milliseconds. Default 2,000. */
  readonly busyDeadlineMs?: number;
}

/**
 * Checks the options and fills in the defaults. The path becomes absolute: the file is opened later, when the working
 * directory may be another one.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readOptions(options: SqliteStorageOptions): Required<SqliteStorageOptions> {
  requireOptions(options);
  const { file, tablePrefix = 'postern_', busyDeadlineMs = 2_000 } = options;
  return {
    file: readFile(file),
    tablePrefix: readTablePrefix(tablePrefix),
    busyDeadlineMs: readDeadline(busyDeadlineMs),
  };
}

const optionNames: Readonly<Record<keyof SqliteStorageOptions, true>> = {
  file: true,
  tablePrefix: true,
  busyDeadlineMs: true,
};

/** A `prefix` that was meant as `tablePrefix` would make other tables than the ones that are there. */
function requireOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options must be an object, such as { file: "./keys.sqlite" }');
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(optionNames, name))
      throw invalid(`${name} is no option; there are ${Object.keys(optionNames).join(', ')}`);
  }
}

function readFile(file: unknown): string {
  if (typeof file !== 'string' || /^\s*$|^\s*file:|\0/.test(file))
    throw invalid('file must be the path of a database file, such as ./keys.sqlite');
  if (file.trim() === ':memory:')
    throw invalid(
      'file must be the path of a database file: two connections share no memory; for keys in memory use memoryKeyRepository() of @postern/core/testing',
    );
  const path = resolve(file);
  if (!existsSync(dirname(path))) throw invalid('the directory of file does not exist; create it first');
  return path;
}

function readTablePrefix(prefix: unknown): string {
  // SQLite keeps names that begin with sqlite_ for itself.
  if (typeof prefix === 'string' && /^(?!sqlite_)[a-z_][a-z0-9_]{0,30}$/.test(prefix)) return prefix;
  throw invalid(
    'tablePrefix must be 1 to 31 lower-case letters, digits and underscores, not begin with a digit, nor with sqlite_',
  );
}

function readDeadline(ms: unknown): number {
  if (typeof ms === 'number' && Number.isInteger(ms) && ms >= 1 && ms <= 2 ** 31 - 1) return ms;
  throw invalid('busyDeadlineMs must be a whole number of milliseconds, 1 or more');
}

function invalid(message: string): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', `sqliteStorage: ${message}`);
}
