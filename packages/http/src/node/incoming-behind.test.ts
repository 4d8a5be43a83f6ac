import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { incomingBehind } from './incoming-behind.js';

const incomingWith = (...rawHeaders: readonly unknown[]) => ({ rawHeaders }) as unknown as IncomingMessage;

it('incomingBehind returns the request of Node if its lines, joined, are the credentials of the request', () => {
  const incoming = incomingWith('X-API-Key', 'a', 'Accept', '*/*', 'x-api-key', 'b');
  const request = new Request('http://localhost/', { headers: { 'x-api-key': 'a, b' } });
  expect(incomingBehind(request, incoming)).toBe(incoming);
});

it.each([
  ['has another key', incomingWith('x-api-key', 'b')],
  ['has a credential that the request does not have', incomingWith('x-api-key', 'a', 'Authorization', 'b')],
  ['has no key', incomingWith('Accept', '*/*')],
  ['has lines that are not texts', incomingWith('x-api-key', 'a', 'Accept', 7)],
  ['has no lines', { headers: { 'x-api-key': 'a' } }],
  ['is not an object', 'x-api-key'],
  ['is null', null],
  ['does not exist', undefined],
])('incomingBehind returns nothing if what the server passes on %s', (_what, incoming) => {
  const request = new Request('http://localhost/', { headers: { 'x-api-key': 'a' } });
  expect(incomingBehind(request, incoming)).toBeUndefined();
});
