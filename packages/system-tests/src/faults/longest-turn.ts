import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Measures, until some work is done, the longest time between two turns of the event loop, in milliseconds. The time in which
 * the kernel let other processes run instead of this one is not of our making, and left out, where the kernel tells it.
 */
export async function longestTurn(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  let longestMs = 0;
  for (let last = instant(); !isDone; ) {
    await pause(1);
    const now = instant();
    longestMs = Math.max(longestMs, now.ms - last.ms - (now.waitedMs - last.waitedMs));
    last = now;
  }
  await done;
  return longestMs;
}

function instant(): { readonly ms: number; readonly waitedMs: number } {
  return { ms: performance.now(), waitedMs: waitedForCpuMs() };
}

/** For how long this thread could have run, and had no core. Its second number, in nanoseconds; Linux alone has it. */
function waitedForCpuMs(): number {
  try {
    const [, waitedNs] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}
