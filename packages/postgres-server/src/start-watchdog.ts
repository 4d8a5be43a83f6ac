import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pidFile } from './postmaster.js';

/** Starts a process that runs until this one ends, and then cleans up, which this one can't do any more. */
export function startWatchdog(directory: string, data: string): ChildProcess {
  const watchdog = spawn(
    process.execPath,
    [fileURLToPath(new URL('./watchdog.mjs', import.meta.url)), directory, pidFile(data)],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  watchdog.unref();
  // The pipe alone must not keep this process alive.
  if (watchdog.stdin !== null && 'unref' in watchdog.stdin) (watchdog.stdin.unref as () => void)();
  return watchdog;
}
