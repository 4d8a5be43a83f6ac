import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SystemUser } from './system-user.js';

/** How to run a server. */
export interface PostmasterOptions {
  readonly postgres: string;
  readonly data: string;
  readonly log: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly user: SystemUser;
}

const maxStartMs = 60_000;

/** Runs a server, and resolves when it accepts connections. @throws if it ends instead, with the end of its log. */
export async function runPostmaster(options: PostmasterOptions): Promise<ChildProcess> {
  const { postgres, data, port, settings, user } = options;
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port, ...settings };
  const settingArguments = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // The file of a server that was killed would be mistaken for this server's.
  rmSync(pidFile(data), { force: true });

  const log = openSync(options.log, 'a');
  const child = spawn(postgres, ['-D', data, ...settingArguments], {
    ...user,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  await untilReady(child, options);
  return child;
}

/** The file in a data directory that names the server's process, and in its last line whether it is ready. */
export function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Waits for the end of a process that was signalled to end. */
export async function untilEnded(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  await once(child, 'exit');
}

async function untilReady(child: ChildProcess, { data, log }: PostmasterOptions): Promise<void> {
  const failed = once(child, 'error').then(([error]) => {
    throw error;
  });
  for (const start = performance.now(); !isReady(data); await Promise.race([pause(5), failed])) {
    const isOver = performance.now() - start > maxStartMs;
    if (!hasEnded(child) && !isOver) continue;
    child.kill('SIGKILL');
    throw new Error(`PostgreSQL did not start: ${readFileSync(log, 'utf8').slice(-2_000)}`);
  }
  failed.catch(() => undefined);
}

function isReady(data: string): boolean {
  try {
    return /^(ready|standby)\s*$/m.test(readFileSync(pidFile(data), 'latin1'));
  } catch {
    return false;
  }
}
