import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DatabaseUnavailableError } from '../database-unavailable-error.js';

/** How long to wait for somebody else's lock, in milliseconds. */
const patienceMs = 5_000;

/**
 * Attempts something again, after pauses that grow, while SQLite says that the file is locked.
 *
 * @throws {DatabaseUnavailableError} if it stays locked, or the disk is full or fails.
 */
export async function untilNotBusy<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw unavailable(error) ?? error;
      if (performance.now() > deadline)
        throw new DatabaseUnavailableError(error.code, 'the file is locked by somebody else');
    }
    await pause(pauseMs);
  }
}

export function isFull(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code === 'SQLITE_FULL';
}

/** Codes that are about the disk, the file or the machine, not about the statement. */
const unavailableCodes = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|PERM)(_|$)/;

/** Keeps only the code of the driver's error. */
function unavailable(error: unknown): DatabaseUnavailableError | undefined {
  if (!(error instanceof Sqlite.SqliteError) || !unavailableCodes.test(error.code)) return undefined;
  const reason = isFull(error) ? 'the disk is full' : 'the file cannot be used';
  return new DatabaseUnavailableError(error.code, `${reason} (${error.code})`);
}

function isBusy(error: unknown): error is InstanceType<typeof Sqlite.SqliteError> {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
