import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DatabaseUnavailableError } from '../database-unavailable-error.js';

/** How long to wait for somebody else's lock, in milliseconds. */
const patienceMs = 5_000;

/** Attempts something again, after pauses that grow, while SQLite says that the file is locked. */
export async function untilNotBusy<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline)
        throw new DatabaseUnavailableError(error.code, 'the file is locked by somebody else');
    }
    await pause(pauseMs);
  }
}

function isBusy(error: unknown): error is InstanceType<typeof Sqlite.SqliteError> {
  return error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
