import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Sends a signal to a process and to its children. PostgreSQL's have no other children. */
export function signalTree(pid: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  // A parent that stands still has no further children, and one that is gone has none that are known.
  signalOne(pid, 'SIGSTOP');
  for (const each of [...childrenOf(pid), pid]) signalOne(each, signal);
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
