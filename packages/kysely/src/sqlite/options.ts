import { type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { safeCause } from '@postern/core/ports';
import { type OptionReader, optionReader } from '../read-options.js';
import type { SqliteDriver } from './sqlite-driver.js';

/** Where keys are kept, and how. */
export interface SqliteStorageOptions {
  /**
   * The path of the database file, which may be the host application's own, if the application opens it with the same
   * driver. `migrate()` creates it if it is missing; its directory must exist. SQLite keeps two more files next to it,
   * which end in `-wal` and `-shm`, so the user of the process must be able to write to the directory too.
   */
  readonly file: string;
  /** What the names of the tables start with: `[a-z_][a-z0-9_]{0,30}`, but not `sqlite_`. Default `postern_`. */
  readonly tablePrefix?: string;
  /** How long to retry while another process holds the file's lock, in milliseconds. Default 2,000. */
  readonly busyDeadlineMs?: number;
  /**
   * How many records to remember for verification. They are used only while SQLite reports that nothing was committed
   * to the file, so the next request still sees every change. Default 10,000; 0 remembers none.
   */
  readonly rememberedRecords?: number;
}

/**
 * Checks the options and the driver, and fills in the defaults. The path becomes absolute: the file is opened later,
 * when the working directory may be a different one.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readOptions(
  options: SqliteStorageOptions,
  { requireUsable }: Pick<SqliteDriver, 'requireUsable'>,
): Required<SqliteStorageOptions> {
  reader.requireNames(options, optionNames, '{ file: "./keys.sqlite" }');
  const { file, tablePrefix, busyDeadlineMs = 2_000, rememberedRecords = 10_000 } = options;
  const settings = {
    file: readFile(file),
    tablePrefix: readTablePrefix(reader, tablePrefix),
    busyDeadlineMs: reader.readCount(busyDeadlineMs, { name: 'busyDeadlineMs', unit: 'milliseconds' }),
    rememberedRecords: reader.readCount(rememberedRecords, { name: 'rememberedRecords', min: 0 }),
  };
  requireUsable(reader);
  return settings;
}

const reader = optionReader('sqliteStorage');
const optionNames: readonly (keyof SqliteStorageOptions)[] = [
  'file',
  'tablePrefix',
  'busyDeadlineMs',
  'rememberedRecords',
];

/** SQLite reserves names that start with sqlite_. */
export function readTablePrefix(reader: OptionReader, tablePrefix: unknown): string {
  return reader.readTablePrefix(tablePrefix, { reserved: 'sqlite_' });
}

function readFile(file: unknown): string {
  if (typeof file !== 'string' || /^\s*$|^\s*file:|\0/.test(file))
    throw reader.invalid('file must be the path of a database file, such as ./keys.sqlite');
  if (file.trim() === ':memory:')
    throw reader.invalid(
      'file must be the path of a database file, because two connections cannot share a database in memory; to keep keys in memory, use memoryKeyRepository() of @postern/core/testing',
    );
  // The driver trims the name, so it would open a different file than the one that is checked here.
  if (file !== file.trim())
    throw reader.invalid('file starts or ends with white space; remove it where the path is set');
  const path = resolve(file);
  requireDirectory(dirname(path));
  return path;
}

function requireDirectory(directory: string): void {
  const found = statsOf(directory);
  if (found?.isDirectory()) return;
  throw reader.invalid(
    found === undefined
      ? `the directory of file, ${directory}, does not exist; create it first`
      : `the directory of file, ${directory}, is not a directory; correct the path`,
  );
}

function statsOf(directory: string): Stats | undefined {
  try {
    return statSync(directory, { throwIfNoEntry: false });
  } catch (error) {
    throw reader.invalid(
      `the directory of file, ${directory}, cannot be reached; give the user of this process permission to enter it and the directories above it`,
      { cause: safeCause(error) },
    );
  }
}
