import { PosternError, type PosternErrorCode } from '@postern/core';
import { safeCause } from '@postern/core/ports';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DatabaseUnavailableError } from './database/database.js';
import { keyEventLog, logUnexpected } from './log.js';

/** The line of a fault. */
function logLine(code: PosternErrorCode, message: string, cause?: unknown): unknown {
  const lines: string[] = [];
  const error = new PosternError(code, message, { cause });
  keyEventLog((line) => lines.push(line)).emit({ type: 'fault', code, error });
  return JSON.parse(lines.join());
}

const ofSqlite = new Sqlite.SqliteError('no such table: QUOTED', 'SQLITE_ERROR');

describe('the line of a fault', () => {
  it('the line of a fault says what failed, and why if there is a cause', () => {
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    const line = { at: expect.any(String), event: 'fault', code, message: 'the key repository failed' };
    expect(logLine(code, 'the key repository failed')).toEqual(line);
    expect(logLine(code, 'the key repository failed', safeCause(ofSqlite))).toEqual({
      ...line,
      cause: 'SqliteError SQLITE_ERROR',
    });
  });

  it.each([
    ['ERR_DIRECTORY_UNAVAILABLE', ofSqlite, 'SqliteError SQLITE_ERROR'],
    [
      'ERR_POLICY_UNAVAILABLE',
      new DatabaseUnavailableError('SQLITE_BUSY', 'QUOTED'),
      'DatabaseUnavailableError SQLITE_BUSY',
    ],
  ] as const)('the line of %s quotes nothing of what our own code threw', (code, cause, shown) => {
    expect(logLine(code, 'it failed', cause)).toMatchObject({ message: 'it failed', cause: shown });
  });
});

describe('the line of an unexpected error', () => {
  it('the line says what the error is and where, and never quotes its message, even if that looks like a stack', () => {
    const lines: string[] = [];
    const error = new Error('it said\n    at QUOTED (x)');
    logUnexpected((line) => lines.push(line), error);
    expect(lines.join()).toContain('log.test.ts');
    expect(lines.join()).not.toContain('QUOTED');
    error.message = 'another one';
    logUnexpected((line) => lines.push(line), error);
    expect(lines.join()).not.toContain('QUOTED');
  });
});
