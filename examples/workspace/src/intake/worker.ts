import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { DatabaseUnavailableError } from '../database/database.js';
import { logUnexpected, type WriteLine } from '../log.js';
import type { PendingWork } from './add-work.js';
import { work } from './work.js';
import type { WorkItems } from './work-items.js';

/** How long to wait before storing a result again, in milliseconds, if the database was unavailable. */
const retryMs = 5_000;

/** Works on items in the background of this process. */
export interface Worker {
  start(item: PendingWork): void;
  /** Waits for the items that were started, except for results that the database does not accept. */
  close(): Promise<void>;
}

/** Starts a worker, with the items that a crash left pending. */
export async function startWorker(items: WorkItems, log: WriteLine): Promise<Worker> {
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  // Each item that waits for a retry adds a listener.
  setMaxListeners(0, closing.signal);

  async function run(item: PendingWork): Promise<void> {
    await nextTurn();
    for (let attempt = 0; attempt === 0 || !closing.signal.aborted; attempt += 1) {
      try {
        return await items.finish(item, work(item.payload));
      } catch (error) {
        // Only once, since the log may be on the full disk.
        if (attempt === 0) logUnexpected(log, error);
        // The item stays pending, so the next start works on it again.
        if (!(error instanceof DatabaseUnavailableError)) return;
      }
      await pause(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  function start(item: PendingWork): void {
    const running = run(item).finally(() => underWay.delete(running));
    underWay.add(running);
  }

  for (const item of await items.pending()) start(item);
  return {
    start,
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
