import { isPosternError, PosternError, safeCause } from '@postern/core';
import { isBusy } from './busy.js';

/**
 * Makes an error of Postern of whatever was thrown. Of an error of the driver only the class and the code are kept:
 * its message quotes SQL and names (docs/threat-model.md, P07).
 */
export function wrapDriverError(error: unknown): PosternError {
  if (isPosternError(error)) return error;
  const cause = safeCause(error);
  if (isSchemaMissing(error)) return schemaMissing({ cause });
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', meaningOf(error), { cause });
}

function meaningOf(error: unknown): string {
  if (isBusy(error))
    return 'the database file was locked by somebody else until the deadline (busyDeadlineMs); try again, and look for a transaction that stays open';
  if (hasCode(error, /^SQLITE_FULL$/)) return 'the disk is full; make room, and try again';
  if (isReadOnly(error))
    return 'the database file may only be read; let this user write it and its directory';
  return 'the database file can not be used; the cause has the code of SQLite';
}

/** Says whether something could not be written, since the file may only be read. */
export function isReadOnly(error: unknown): boolean {
  return hasCode(error, /^SQLITE_READONLY(_|$)/);
}

function hasCode(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && 'code' in error && pattern.test(String(error.code));
}

export function schemaMissing(options: { readonly cause?: unknown } = {}): PosternError {
  return new PosternError(
    'ERR_SCHEMA_MISSING',
    'the tables of Postern are missing or outdated; call storage.migrate() when the service starts',
    options,
  );
}

/** SQLite has no code of its own for this, so its message must tell. */
function isSchemaMissing(error: unknown): boolean {
  return error instanceof Error && /^no such (table|column): |^table \S+ has no column /.test(error.message);
}
