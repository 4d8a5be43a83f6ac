import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the event loop turn, often enough for anything in progress to reach the next dependency that answers late. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}
