import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the event loop turn, often enough for whatever is under way to reach the next part that answers late. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}
