import { availableParallelism } from 'node:os';

/** How many threads libuv has for files, DNS and hashes: `UV_THREADPOOL_SIZE`, by default 4, at most 1,024. */
export function libuvThreads(): number {
  const configured = Number.parseInt(process.env.UV_THREADPOOL_SIZE ?? '', 10);
  if (Number.isNaN(configured)) return 4;
  return Math.min(Math.max(configured, 1), 1_024);
}

/** Cores less one, at least one, and always fewer than libuv's threads: files and DNS need a thread, too. */
export function defaultConcurrency(): number {
  return Math.max(1, Math.min(availableParallelism() - 1, libuvThreads() - 1));
}
