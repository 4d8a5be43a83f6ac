import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'postern-example-'));
const file = join(folder, 'keys.sqlite');
let url = '';
let token = '';

beforeAll(async () => {
  vi.stubEnv('PORT', '0');
  vi.stubEnv('SQLITE_FILE', file);
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./server.js');
  const lines = await vi.waitUntil(() => {
    const text = printed.mock.calls.map((line) => line.join(' ')).join('\n');
    return text.includes('listening') && text.includes("ada's key") ? text : undefined;
  });
  url = /http:\S+/.exec(lines)?.[0] ?? '';
  token = /user\.\S{20,}/.exec(lines)?.[0] ?? '';
});

afterAll(async () => {
  process.emit('SIGTERM');
  // SQLite removes its log when the storage is closed. Until then, the server still writes to the folder.
  await vi.waitUntil(() => !existsSync(`${file}-wal`), { timeout: 10_000 });
  rmSync(folder, { recursive: true });
});

const call = (init: RequestInit = {}) =>
  fetch(`${url}/api/notes`, { ...init, headers: { Authorization: `Bearer ${token}` } });

it('the key that the first start prints reads and writes the notes of its owner', async () => {
  const written = await call({ method: 'POST', body: 'buy milk' });
  expect([written.status, await written.json()]).toEqual([201, ['buy milk']]);
  expect(await (await call()).json()).toEqual(['buy milk']);
});

it('a request without a key gets 401', async () => {
  expect((await fetch(`${url}/api/notes`)).status).toBe(401);
});
