import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';

let worker: Worker;
let url: string;

beforeAll(async () => {
  worker = new Worker(new URL('../test-support/heap-server.mjs', import.meta.url));
  const [port] = (await once(worker, 'message')) as [number];
  url = `http://127.0.0.1:${port}`;
}, 60_000);

afterAll(() => worker.terminate());

async function call(path: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url + path, init);
  return response.text();
}

/** Returns all strings that are alive in the server's heap. */
async function liveHeap(): Promise<string> {
  return text(await worker.getHeapSnapshot());
}

it('P08 no live object holds a token, or its secret, after its requests', async () => {
  const tokens: string[] = [];
  for (let index = 0; index < 50; index += 1) tokens.push(await call('/keys', { method: 'POST' }));
  for (const token of tokens) {
    await call('/used', { headers: { Authorization: `Bearer ${token}` } });
    await call('/used', { headers: { 'x-api-key': `${token.slice(0, -1)}!` } });
    await call('/used', { headers: { 'x-api-key': token.replace(/.{6}$/, '000000') } });
  }
  // A connection may keep its last request alive, so the last one must not have a token.
  for (let index = 0; index < 10; index += 1) await call('/used');
  const heap = await liveHeap();
  expect(tokens.filter((token) => heap.includes(token.slice(25, 45)))).toEqual([]);
}, 60_000);

it('the same search finds a token that the server kept', async () => {
  const token = await call('/keys', { method: 'POST' });
  await call('/plant', { headers: { Authorization: `Bearer ${token}` } });
  expect(await liveHeap()).toContain(token.slice(25, 45));
}, 60_000);
