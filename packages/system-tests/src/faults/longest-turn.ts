import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Measures the longest time between two turns of the event loop while some work is done, in milliseconds. It excludes
 * the time in which the kernel ran other processes instead, if the kernel reports it.
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

/**
 * How long this thread was ready to run but had no core. Only Linux reports it, as the second number, in nanoseconds.
 */
function waitedForCpuMs(): number {
  try {
    const [, waitedNs] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}
