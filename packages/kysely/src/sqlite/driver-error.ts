import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isPosternError, PosternError } from '@postern/core';
import { safeCause } from '@postern/core/ports';
import { schemaMissing } from '../storage.js';
import { resultCode } from './result-code.js';

/** What each code of SQLite or the system means, for the person who runs the service. */
const meanings: readonly (readonly [code: RegExp, meaning: (file: string) => string])[] = [
  [/^SQLITE_FULL$/, () => 'the disk is full; make room, and try again'],
  [
    /^SQLITE_READONLY(_|$)/,
    (file) =>
      `the database file is read-only; give ${user()} write access to it and its directory, ${dirname(file)}`,
  ],
  [
    /^(SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM)(_|$)/,
    (file) =>
      `the database file, or the -wal and -shm files next to it, could not be opened or created; give ${user()} read and write access to the file and its directory, ${dirname(file)}`,
  ],
  [
    /^SQLITE_NOTADB$/,
    (file) =>
      `${file} is not a SQLite database, or it is encrypted; check the path, or move the file away and call storage.migrate()`,
  ],
  [
    /^SQLITE_CORRUPT(_|$)/,
    () => 'the database file is damaged; stop every process that uses it, and restore a backup',
  ],
  [
    /^(SQLITE_IOERR(_|$)|EIO$)/,
    () =>
      'the disk failed to read or write the database file; check the disk, its quota and the system log, and keep the file on a local disk',
  ],
];

/**
 * Turns whatever was thrown into an error of Postern. Only the class and the code of a driver's error are kept, because
 * its message quotes SQL and names (docs/threat-model.md, P07). `file` is the path of the database.
 */
export function wrapDriverError(error: unknown, file: string): PosternError {
  if (isPosternError(error)) return error;
  const cause = causeOf(error);
  if (isSchemaMissing(error)) return schemaMissing({ cause });
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', meaningOf(error, file), { cause });
}

/** The same for every driver, whatever the class and the code of its errors. */
function causeOf(error: unknown): Error | undefined {
  const code = resultCode(error);
  if (!code.startsWith('SQLITE_')) return safeCause(error);
  return safeCause(Object.assign(new Error(), { name: 'SqliteError', code }));
}

function meaningOf(error: unknown, file: string): string {
  if (isBusy(error))
    return 'the database file stayed locked by another connection until the deadline (busyDeadlineMs); try again, and look for a transaction that stays open';
  const found = statsOf(file);
  if (found?.isDirectory()) return `${file} is a directory; name a file in it`;
  if (found?.isFile() === false) return `${file} is not a regular file; name one`;
  if (isMissing(dirname(file))) return `the directory ${dirname(file)} does not exist; create it first`;
  const code = resultCode(error);
  const [, meaning] = meanings.find(([pattern]) => pattern.test(code)) ?? [];
  if (meaning !== undefined) return meaning(file);
  return code.startsWith('SQLITE_')
    ? 'SQLite failed; look up the code in the cause at https://sqlite.org/rescode.html'
    : 'the SQLite driver failed; the cause has the class of its error';
}

/** `undefined`: the file isn't there, or this user may not see it. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether nothing is there, as far as this user may see. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Windows has no numeric user IDs. */
function user(): string {
  return process.geteuid === undefined ? 'the user of this process' : `user ${process.geteuid()}`;
}

/**
 * Checks whether someone else holds the file for now: to write, to recover it after a crash (`SQLITE_BUSY_RECOVERY`),
 * as the first to open it, or as the last to close it.
 */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)(_|$)/.test(resultCode(error));
}

/** Checks whether a write failed because the file is read-only. */
export function isReadOnly(error: unknown): boolean {
  return /^SQLITE_READONLY(_|$)/.test(resultCode(error));
}

/** SQLite has no code of its own for this, so only its message says it. */
function isSchemaMissing(error: unknown): boolean {
  return error instanceof Error && /^no such (table|column): |^table \S+ has no column /.test(error.message);
}
