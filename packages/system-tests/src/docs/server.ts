import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server that a page starts: the workspace or an example. */
export interface Server {
  readonly url: string;
  /** Returns what it has printed so far. */
  readonly printed: () => string;
  readonly stop: () => Promise<void>;
}

/** How long a server may take to start, in milliseconds: `npm start` builds first. */
const timeoutMs = 45_000;

interface Command {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts a command on a free port, and waits until it accepts connections. */
export async function startServer(command: string, { cwd, environment }: Command): Promise<Server> {
  const port = await freePort();
  // In a process group of its own: `npm start` has child processes, which must end with it.
  const child = spawn('bash', ['-c', command], {
    cwd,
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
  }
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
  });
  const stop = async () => {
    if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  const deadline = performance.now() + timeoutMs;
  while (!(await acceptsConnections(port))) {
    if (!hasEnded && performance.now() < deadline) {
      await pause(20);
      continue;
    }
    await stop();
    throw new Error(`the server did not accept connections: ${printed}`);
  }
  return { url: `http://localhost:${port}`, printed: () => printed, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    const settle = (connected: boolean) => () => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', settle(true)).once('error', settle(false));
  });
}
