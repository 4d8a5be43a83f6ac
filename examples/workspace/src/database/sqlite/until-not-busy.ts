import { setTimeout as pause } from 'node:timers/promises';
import { SqliteError } from 'better-sqlite3';

/** How long to wait for somebody else's lock, in milliseconds. */
const patienceMs = 5_000;

/** Tells that somebody else held the database's lock for too long. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
}

/** Attempts something again, after pauses that grow, while SQLite says that the file is locked. */
export async function untilNotBusy<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline)
        throw new DatabaseBusyError('the database is locked by somebody else');
    }
    await pause(pauseMs);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY');
}
