import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A workspace that runs in a process of its own, and everything that it printed. */
export interface WorkspaceProcess {
  readonly url: string;
  /** Returns everything that it has printed so far, on both outputs. */
  readonly printed: () => string;
  /** Returns the lines of its log so far: JSON objects on standard error. */
  readonly logged: () => readonly Readonly<Record<string, unknown>>[];
  readonly stop: () => Promise<void>;
}

const main = 'examples/workspace/dist/main.js';
/** A program that starts the workspace with hashes that take no time. */
export const cheapMain = 'packages/system-tests/test-support/cheap-workspace.mjs';

/** Starts the built workspace on a free port, and waits until it serves requests. */
export async function startWorkspace(
  environment: Readonly<Record<string, string>>,
  program: string = main,
): Promise<WorkspaceProcess> {
  const child = spawn(process.execPath, [program], {
    cwd: root,
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  const url = await servedUrl(child, () => printed);
  return {
    url,
    printed: () => printed,
    logged: () => [...printed.matchAll(/^\{.+\}$/gm)].map(([line]) => JSON.parse(line)),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Waits for the line with the address. */
async function servedUrl(child: ChildProcess, printed: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the workspace ended with ${code}: ${printed()}`)));
    child.stdout?.on('data', () => {
      const [url] = /http:\/\/localhost:\d+/.exec(printed()) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

/** A person's session with one workspace process. */
export interface Session {
  /** Sends a request with the session's cookie. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  readonly issueKey: (
    body: object,
    path?: string,
  ) => Promise<{ readonly token: string; readonly id: string }>;
  /** Deletes a key, and returns the status of the response. */
  readonly deleteKey: (id: string, path?: string) => Promise<number>;
}

/** Signs in, and manages keys as that person. */
export async function signIn(url: string, email: string, password: string): Promise<Session> {
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!signedIn.ok) throw new Error(`could not sign in: ${signedIn.status} ${await signedIn.text()}`);
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  const call = (path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      ...init,
      headers: {
        Cookie: cookie,
        Origin: url,
        ...(typeof init.body === 'string' && { 'Content-Type': 'application/json' }),
      },
    });
  return {
    call,
    async issueKey(body, path = '/api/user/keys') {
      const response = await call(path, { method: 'POST', body: JSON.stringify(body) });
      if (response.status !== 201)
        throw new Error(`could not issue a key: ${response.status} ${await response.text()}`);
      const { token, key } = (await response.json()) as { token: string; key: { id: string } };
      return { token, id: key.id };
    },
    async deleteKey(id, path = '/api/user/keys') {
      const response = await call(`${path}/${id}`, { method: 'DELETE' });
      await response.arrayBuffer();
      return response.status;
    },
  };
}

/** Returns the status of a request with a token. */
export async function statusWith(url: string, token: string, path = '/api/whoami'): Promise<number> {
  const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}
