import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Sends a signal to a process and its children. Returns all their IDs. The children of PostgreSQL have no children. */
export function signalTree(pid: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): readonly number[] {
  // A parent that is suspended starts no more children, and the children of one that is gone can't be listed.
  signalOne(pid, 'SIGSTOP');
  const tree = [...childrenOf(pid), pid];
  for (const each of tree) signalOne(each, signal);
  return tree;
}

/** Checks whether a process still holds resources. One that has ended but was not waited for does not. */
export function isRunning(pid: number): boolean {
  if (process.platform !== 'linux')
    return /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)]).stdout.toString());
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** Sends a signal to a process, unless it has ended by itself. */
export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}

function childrenOf(pid: number): readonly number[] {
  return listChildren(pid)
    .split(/\s+/)
    .filter((child) => child !== '')
    .map(Number);
}

function listChildren(pid: number): string {
  if (process.platform !== 'linux') return spawnSync('pgrep', ['-P', String(pid)]).stdout.toString();
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
}
