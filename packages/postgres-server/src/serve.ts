import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import { copyAsStandby } from './copy-as-standby.js';
import { createDatabase } from './create-database.js';
import { freePort } from './free-port.js';
import type { PostgresServer } from './postgres-server.js';
import { hasEnded, runPostmaster, untilEnded } from './postmaster.js';
import { isRunning, signalOne, signalTree } from './process-tree.js';
import { startWatchdog } from './start-watchdog.js';

/** Runs a server on its data. @throws if it does not start. */
export async function serve(cluster: Cluster): Promise<PostgresServer> {
  const { directory, data, binaries, user, settings } = cluster;
  const watchdog = startWatchdog(directory, data);
  const log = join(directory, 'log');
  const runOn = (port: number) =>
    runPostmaster({ postgres: binaries.postgres, data, log, port, settings, user });
  const first = await runOnFreePort(runOn);
  const url = `postgres://postgres@127.0.0.1:${first.port}/postgres`;
  let { child } = first;

  const runningPid = (): number => {
    if (child.pid !== undefined && !hasEnded(child)) return child.pid;
    throw new Error('the server does not run');
  };
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    thaw();
    signalOne(runningPid(), signal);
    await untilEnded(child);
  };
  const thaw = () => void signalTree(runningPid(), 'SIGCONT');

  const server: PostgresServer = {
    url,
    createDatabase: () => createDatabase(url),
    stop: () => end('SIGINT'),
    async start() {
      if (!hasEnded(child)) throw new Error('the server runs');
      child = await runOn(first.port);
    },
    async kill9() {
      const tree = signalTree(runningPid(), 'SIGKILL');
      await untilEnded(child);
      // A child that ends a moment later still holds the memory that the next server needs.
      while (tree.some(isRunning)) await pause(2);
    },
    freeze: () => void signalTree(runningPid(), 'SIGSTOP'),
    thaw,
    async startStandby() {
      await server.stop();
      const standby = copyAsStandby(cluster, url);
      await server.start();
      return serve(standby);
    },
    async close() {
      if (!hasEnded(child)) await end('SIGQUIT');
      watchdog.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
  return server;
}

/** Another program may take the free port before the server does. */
async function runOnFreePort(
  runOn: (port: number) => Promise<ChildProcess>,
): Promise<{ readonly port: number; readonly child: ChildProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, child: await runOn(port) };
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}
