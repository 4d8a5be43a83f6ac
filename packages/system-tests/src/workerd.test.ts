import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installOnce } from '../../../tools/install.mjs';
import { codeBlocks } from './docs/code-blocks.js';
import { readPage } from './docs/pages.js';

const folder = fileURLToPath(new URL('../workerd/', import.meta.url));
const require = createRequire(`${folder}package.json`);

let runtime: ChildProcess;
let url: string;
let recipeUrl: string;

/** Bundles as wrangler does: for browsers and workers, with Node's modules from the runtime. */
function bundle(file: string, bundled: string): void {
  const options = ['--bundle', '--format=esm', '--platform=browser', '--conditions=workerd,worker,browser'];
  const files = [file, `--outfile=.generated/${bundled}`, '--external:node:*', '--log-level=error'];
  execFileSync(require.resolve('esbuild/bin/esbuild'), [...options, ...files], { cwd: folder });
}

/** Writes the program of docs/recipes.md to a file. */
function writeRecipe(): void {
  const { markdown } = readPage('docs/recipes.md');
  const block = codeBlocks(markdown).find(({ heading }) => heading === 'Hono on Cloudflare Workers');
  if (block === undefined) throw new Error('docs/recipes.md has no program for Cloudflare Workers');
  mkdirSync(`${folder}.generated`, { recursive: true });
  writeFileSync(`${folder}.generated/recipe.ts`, block.code);
}

beforeAll(async () => {
  installOnce('packages/system-tests/workerd');
  writeRecipe();
  bundle('worker.mjs', 'worker.js');
  bundle('.generated/recipe.ts', 'recipe.js');
  const { default: workerd } = require('workerd') as { readonly default: string };
  const options = ['serve', 'config.capnp', '--control-fd=3'];
  runtime = spawn(workerd, options, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const messages = createInterface(runtime.stdio[3] as Readable)[Symbol.asyncIterator]();
  const ports = new Map<string, number>();
  while (ports.size < 2) {
    const message = await messages.next();
    if (message.done) throw new Error('workerd did not start listening');
    const { event, socket, port } = JSON.parse(message.value) as ListenMessage;
    if (event === 'listen') ports.set(socket, port);
  }
  url = `http://127.0.0.1:${ports.get('main')}`;
  recipeUrl = `http://127.0.0.1:${ports.get('recipe')}`;
}, 120_000);

interface ListenMessage {
  readonly event: string;
  readonly socket: string;
  readonly port: number;
}

afterAll(() => runtime?.kill());

async function call(path: string, token?: string, method = 'GET'): Promise<[number, unknown]> {
  const headers = token === undefined ? {} : { 'X-Api-Key': token };
  const response = await fetch(url + path, { method, headers, signal: AbortSignal.timeout(10_000) });
  return [response.status, await response.json().catch(() => undefined)];
}

async function issued(): Promise<{ readonly token: string; readonly id: string }> {
  const [status, body] = await call('/keys', undefined, 'POST');
  expect(status).toBe(200);
  return body as { readonly token: string; readonly id: string };
}

const ada = { kind: 'user', id: 'ada' };

it('on workerd a key is issued, verified and revoked, with keys created while the module loads', async () => {
  const { token, id } = await issued();
  expect(await call('/whoami', token)).toEqual([200, ada]);
  expect(await call(`/keys/${id}`, undefined, 'DELETE')).toEqual([200, { changed: true }]);
  expect(await call('/whoami', token)).toMatchObject([401, { code: 'invalid_token' }]);
});

it.each(['', '/fetch', '/http'])('on workerd /whoami%s verifies, refuses and protects', async (path) => {
  const { token } = await issued();
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/whoami${path}`, { headers, signal: AbortSignal.timeout(10_000) });
  const accepted = await ask({ Authorization: `Bearer ${token}` });
  expect(await accepted.json()).toEqual(ada);
  expect(accepted.headers.get('Vary')).toBe('Authorization, X-Api-Key');
  const refused = await ask({});
  expect([refused.status, refused.headers.get('Content-Type')]).toEqual([401, 'application/problem+json']);
  expect(refused.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
  // workerd joins the lines of a header, as `Headers` does.
  expect((await ask({ 'X-Api-Key': `${token}, ${token}` })).status).toBe(400);
});

it('on workerd many concurrent requests with one key are answered, even while its first proof is running', async () => {
  const { token } = await issued();
  const answers = await Promise.all(Array.from({ length: 20 }, () => call('/whoami/slow', token)));
  expect(answers).toEqual(Array.from({ length: 20 }, () => [200, ada]));
});

it('on workerd a request that ends before its verification does not delay others', async () => {
  const { token } = await issued();
  const response = await fetch(`${url}/abandon`, { headers: { 'X-Api-Key': token } });
  expect(await response.text()).toBe('answered');
  expect(await call('/whoami', token)).toEqual([200, ada]);
  expect(await call('/whoami/slow', token)).toEqual([200, ada]);
});

it('on workerd keys that are created for one request write its use when they are closed after it', async () => {
  const { token, id } = await issued();
  expect(await call('/used', token)).toEqual([200, { ok: true }]);
  const record = async () => (await call(`/keys/${id}`))[1];
  await expect.poll(record, { timeout: 5_000 }).toMatchObject({ lastUsedAt: expect.any(String) });
});

it('on workerd a clock that throws is not mistaken for a failing policy', async () => {
  expect(await call('/broken-clock')).toEqual([200, { isPosternError: true, code: 'ERR_UNEXPECTED' }]);
});

it('on workerd, where headers cannot be changed, removeCredential passes on another request with its body', async () => {
  const { token } = await issued();
  for (const path of ['/fetch', '/hono-removed']) {
    const headers = { 'X-Api-Key': token };
    const response = await fetch(url + path, { method: 'POST', headers, body: 'a body' });
    expect([response.status, await response.json()]).toEqual([200, [ada, null, 'a body']]);
    expect(response.headers.get('Vary')).toBe('Authorization, X-Api-Key');
  }
});

it('on workerd the program of docs/recipes.md accepts its key and refuses others', async () => {
  const token = await (await fetch(`${recipeUrl}/keys`, { method: 'POST' })).text();
  const ask = (headers: Record<string, string>) => fetch(`${recipeUrl}/agents`, { headers });
  expect(await (await ask({ Authorization: `Bearer ${token}` })).json()).toEqual(ada);
  const refused = await ask({});
  expect([refused.status, refused.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer realm="api"']);
});
