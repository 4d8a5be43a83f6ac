import { setImmediate as nextTurn } from 'node:timers/promises';
import { logUnexpected, type WriteLine } from '../log.js';
import { work } from './work.js';
import type { PendingWork, WorkItems } from './work-items.js';

/** Works on items in the background of this process. */
export interface Worker {
  start(item: PendingWork): void;
  /** Waits for what was started. */
  close(): Promise<void>;
}

/** Makes a worker. What a crash left pending is worked on first. */
export async function startWorker(items: WorkItems, log: WriteLine): Promise<Worker> {
  const underWay = new Set<Promise<void>>();

  async function run({ id, payload }: PendingWork): Promise<void> {
    await nextTurn();
    try {
      await items.finish(id, work(payload));
    } catch (error) {
      // It stays pending, so the next start works on it again.
      logUnexpected(log, error);
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
      await Promise.all(underWay);
    },
  };
}
