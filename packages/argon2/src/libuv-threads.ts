import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const variable = 'UV_THREADPOOL_SIZE';
const defaultThreads = 4;
const maxThreads = 1_024;

/**
 * Returns a lower bound for the number of threads that libuv has for files, DNS and hashes. libuv reads
 * `UV_THREADPOOL_SIZE` once, when it starts the threads. Assigning to `process.env` later has no effect, nor has
 * assigning in a worker thread, and libuv can't be asked. So if the variable has changed since the process started,
 * the smaller value counts.
 */
export function libuvThreads(): number {
  const now = threadsOf(process.env[variable]);
  const environment = environmentAtStart();
  if (environment === undefined) return now;
  const atStart = environment.find((entry) => entry.startsWith(`${variable}=`));
  return Math.min(now, threadsOf(atStart?.slice(variable.length + 1)));
}

/** One less than the cores, at least one, and always fewer than libuv's threads: files and DNS need a thread too. */
export function defaultConcurrency(): number {
  // F08 default
  return Math.max(1, Math.min(availableParallelism() - 1, libuvThreads() - 1));
}

/** Reads a size as libuv does, with C's `atoi` into an unsigned number: text is 0, and 0 means one thread. */
export function threadsOf(size: string | undefined): number {
  if (size === undefined) return defaultThreads;
  const [, digits = '0'] = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(size) ?? [];
  return Math.min(Math.max(Number(digits) >>> 0, 1), maxThreads);
}

/**
 * Returns the environment that the process was started with, which Linux keeps. `undefined` on other systems, or
 * without permission to read it.
 */
function environmentAtStart(): readonly string[] | undefined {
  try {
    return readFileSync('/proc/self/environ', 'utf8').split('\0');
  } catch {
    return undefined;
  }
}
