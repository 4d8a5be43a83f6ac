import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withoutHeaders } from './requests.js';

const names = ['authorization', 'x-api-key'];
const headers = { 'X-Api-Key': 'a', Authorization: 'Bearer a', Cookie: 'c=d', 'X-Other': 'e' };

/** A request as Deno and workers have it: its headers cannot be changed. */
function immutable(init: RequestInit & { readonly duplex?: 'half' } = {}): Request {
  const request = new Request('http://localhost/agents', { method: 'POST', headers, ...init });
  const refuse = () => {
    throw new TypeError('immutable');
  };
  Object.defineProperty(request.headers, 'delete', { value: refuse });
  return request;
}

it('withoutHeaders removes headers from the same request if it can', () => {
  const request = new Request('http://localhost/', { headers });
  expect(withoutHeaders(request, names)).toBe(request);
  expect([...request.headers]).toEqual([
    ['cookie', 'c=d'],
    ['x-other', 'e'],
  ]);
});

it('withoutHeaders returns a request in its place if its headers cannot be changed', async () => {
  const controller = new AbortController();
  const request = immutable({ body: 'a body', signal: controller.signal });
  const replaced = withoutHeaders(request, names);
  expect([replaced.method, replaced.url]).toEqual(['POST', 'http://localhost/agents']);
  expect(Object.fromEntries(replaced.headers)).toMatchObject({ cookie: 'c=d', 'x-other': 'e' });
  for (const name of names) expect(replaced.headers.has(name)).toBe(false);
  expect(await replaced.text()).toBe('a body');
  controller.abort();
  expect(replaced.signal.aborted).toBe(true);
});

it('withoutHeaders passes on a body while it arrives', async () => {
  const written: string[] = [];
  const body = new ReadableStream({
    async pull(controller) {
      await nextTurn();
      if (written.length === 2) return controller.close();
      written.push('piece');
      controller.enqueue(new TextEncoder().encode(`piece ${written.length}`));
    },
  });
  const reader = withoutHeaders(immutable({ body, duplex: 'half' }), names).body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe('piece 1');
  expect(written.length).toBeLessThan(3);
  const second = await reader?.read();
  expect(new TextDecoder().decode(second?.value)).toBe('piece 2');
  expect(await reader?.read()).toMatchObject({ done: true });
});

it('withoutHeaders replaces a request whose body has been read', async () => {
  const request = immutable({ body: 'read' });
  expect(await request.text()).toBe('read');
  const replaced = withoutHeaders(request, names);
  expect([replaced.method, replaced.headers.has('x-api-key')]).toEqual(['POST', false]);
});
