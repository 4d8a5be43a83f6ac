import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cheapMain } from '../workspace-process.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const preload = fileURLToPath(new URL('../../test-support/measured-workspace.mjs', import.meta.url));

/** The password of every person. */
export const password = 'correct horse battery staple';

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** The built workspace in its own process, which measures its event loop. */
export interface MeasuredWorkspace {
  readonly url: string;
  /** The routes of each of its Hono apps, in the order in which they were added. */
  readonly apps: readonly (readonly Route[])[];
  /** Returns the longest turn of the event loop since the last call, in milliseconds of CPU time. */
  longestTurn(): Promise<number>;
  stop(): Promise<void>;
}

export async function startMeasuredWorkspace(): Promise<MeasuredWorkspace> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-worst-bodies-'));
  const child = fork(cheapMain, [], {
    cwd: root,
    execArgv: ['--import', preload],
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: `sqlite:${join(directory, 'workspace.sqlite')}`,
      WORKSPACE_PASSWORD: password,
    },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  const ask = async (what: string) => {
    const answered = once(child, 'message');
    child.send(what);
    return (await answered)[0] as unknown;
  };
  return {
    url: await servedUrl(child),
    apps: (await ask('routes')) as readonly (readonly Route[])[],
    longestTurn: async () => (await ask('longest turn')) as number,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(directory, { recursive: true });
    },
  };
}

function servedUrl({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let printed = '';
    stdout?.on('data', (chunk: Buffer) => {
      printed += chunk;
      const [url] = /http:\/\/localhost:\d+/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}
