import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The ways in which a signal can reach `npm start`. */
const ways: readonly (readonly [string, (child: ChildProcess) => void])[] = [
  ['SIGTERM to npm alone, as from a supervisor', ({ pid = 0 }) => process.kill(pid, 'SIGTERM')],
  ['SIGINT to npm alone', ({ pid = 0 }) => process.kill(pid, 'SIGINT')],
  ['SIGINT to the whole group, as from a terminal', ({ pid = 0 }) => process.kill(-pid, 'SIGINT')],
  ['SIGTERM to the whole group', ({ pid = 0 }) => process.kill(-pid, 'SIGTERM')],
];

/** Different commands for the same start. */
const commands = ['npm start', 'npm run start --silent', 'npm start & wait'];

interface Started {
  readonly shell: ChildProcess;
  readonly port: number;
  readonly printed: () => string;
  readonly ended: Promise<unknown>;
}

/** Starts the workspace with a command, and waits until it serves requests. */
async function start(command: string): Promise<Started> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-start-'));
  const shell = spawn('bash', ['-c', command.includes('&') ? command : `exec ${command}`], {
    cwd: root,
    env: { ...process.env, PORT: '0', DATABASE_URL: `sqlite:${directory}/workspace.sqlite` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  onTestFinished(() => {
    killGroup(shell);
    rmSync(directory, { recursive: true });
  });
  let printed = '';
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [shell.stdout, shell.stderr])
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk;
        const [, found] = /http:\/\/localhost:(\d+)/.exec(printed) ?? [];
        if (found !== undefined) resolve(Number(found));
      });
    shell.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${printed}`)));
  });
  return { shell, port, printed: () => printed, ended: once(shell, 'close') };
}

function killGroup({ pid = 0 }: ChildProcess): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

/** Sends a request without the end of its body. Returns a function that sends the rest and returns the response. */
async function sendHalf(port: number) {
  const body = JSON.stringify({ email: 'ada@example.com', password: 'wrong' });
  const socket = connect(port, 'localhost');
  await once(socket, 'connect');
  socket.write(
    `POST /api/session HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body.slice(0, 10)}`,
  );
  return async () => {
    socket.write(body.slice(10));
    return text(socket);
  };
}

async function expectGone(port: number): Promise<void> {
  await expect(once(connect(port, 'localhost'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
}

it.each(ways)(
  'F07 npm start ends on %s, after it has answered a request in flight',
  async (_way, signal) => {
    const { shell, port, printed, ended } = await start('npm start');
    const finish = await sendHalf(port);
    signal(shell);
    await expect.poll(printed, { timeout: 10_000 }).toContain('finishing the current requests');
    expect(await finish()).toMatch(/^HTTP\/1\.1 401 /);
    await ended;
    await expectGone(port);
  },
  60_000,
);

it.each(commands)(
  'F07 "%s" leaves nothing running',
  async (command) => {
    const { shell, port, printed, ended } = await start(command);
    // A background process of a shell ignores SIGINT, and npm is then a child of the shell.
    process.kill(-(shell.pid ?? 0), 'SIGTERM');
    await ended;
    await expectGone(port);
    expect(printed()).toContain('finishing the current requests');
  },
  60_000,
);
