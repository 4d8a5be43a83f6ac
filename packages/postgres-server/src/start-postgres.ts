import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Binaries, findBinaries } from './binaries.js';
import { createDatabase, type TestDatabase } from './create-database.js';
import { initialise, makeDirectory, runToEnd } from './data-directory.js';
import { freePort } from './free-port.js';
import { hasEnded, pidFile, runPostmaster, untilEnded } from './postmaster.js';
import { signalOne, signalTree } from './process-tree.js';
import { type SystemUser, systemUser } from './system-user.js';

/** A PostgreSQL of one's own, that may be broken. */
export interface PostgresServer {
  /** A connection string of its superuser, to a database that stays empty. */
  readonly url: string;
  /** Makes an empty database. */
  readonly createDatabase: () => Promise<TestDatabase>;
  /** Ends it as an administrator does: who is connected is cut off, and nothing that was committed is lost. */
  readonly stop: () => Promise<void>;
  /** Starts it again after `stop` or `kill9`, on the same port with the same data. */
  readonly start: () => Promise<void>;
  /** Kills all of it at once, without any warning. */
  readonly kill9: () => Promise<void>;
  /** Stops all of it in the middle of what it does: connections stay open, and nothing is answered. */
  readonly freeze: () => void;
  /** Lets it go on. */
  readonly thaw: () => void;
  /** Makes a read-only copy that follows it. It is stopped for that, and started again. */
  readonly startStandby: () => Promise<PostgresServer>;
  /** Ends it, and removes its data. */
  readonly close: () => Promise<void>;
}

/** How a server runs. */
export interface PostgresServerOptions {
  /** What would stand in `postgresql.conf`: `{ max_connections: 10 }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * Starts a PostgreSQL with data of its own, on a free port of 127.0.0.1. It ends with `close`, or soon after this process
 * has ended, however it did.
 *
 * @throws where the programs for this platform are not installed, or PostgreSQL does not start.
 */
export async function startPostgres({ settings = {} }: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = systemUser();
  const directory = makeDirectory(user);
  try {
    const binaries = findBinaries(user, directory);
    const cluster: Cluster = { directory, data: join(directory, 'data'), binaries, user, settings };
    initialise(binaries.initdb, cluster.data, user);
    return await serve(cluster);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

interface Cluster {
  readonly directory: string;
  readonly data: string;
  readonly binaries: Binaries;
  readonly user: SystemUser;
  readonly settings: Readonly<Record<string, string | number>>;
}

async function serve(cluster: Cluster): Promise<PostgresServer> {
  const { directory, data, binaries, user, settings } = cluster;
  const watchdog = watch(directory, data);
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
  const thaw = () => signalTree(runningPid(), 'SIGCONT');

  const server: PostgresServer = {
    url,
    createDatabase: () => createDatabase(url),
    stop: () => end('SIGINT'),
    async start() {
      if (!hasEnded(child)) throw new Error('the server runs');
      child = await runOn(first.port);
    },
    async kill9() {
      signalTree(runningPid(), 'SIGKILL');
      await untilEnded(child);
    },
    freeze: () => signalTree(runningPid(), 'SIGSTOP'),
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

/** Somebody may take a free port before the server does. */
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

/** Copies the data of a server that was stopped. What is written in it from then on follows by replication. */
function copyAsStandby({ data, binaries, user, settings }: Cluster, primaryUrl: string): Cluster {
  const directory = makeDirectory(user);
  const copy = join(directory, 'data');
  runToEnd('cp', ['-R', '-p', data, copy], user);
  writeFileSync(join(copy, 'standby.signal'), '');
  const { port } = new URL(primaryUrl);
  const follow = { primary_conninfo: `host=127.0.0.1 port=${port} user=postgres`, hot_standby: 'on' };
  return { directory, data: copy, binaries, user, settings: { ...settings, ...follow } };
}

/** It lives until this process ends, and does what this process then can't do any more. */
function watch(directory: string, data: string): ChildProcess {
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
