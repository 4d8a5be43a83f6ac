import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertPassed, assertProtected, assertRefusalHead, assertRefused } from './expectations.js';
import type { RawResponse } from './raw-http.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause } from './world.js';

/** Headers that prevent caches from serving a response to another caller. */
export const cachingClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('H10 every response behind the middleware varies on both headers and is private', async (world) => {
    const lines = [`X-Api-Key: ${world.token}`];
    for (const [path, status] of [
      ['/principal', 200],
      ['/scopes', 200],
      ['/streamed', 200],
      ['/missing', 404],
      ['/throws', 500],
    ] as const) {
      const response = await world.send({ path, lines });
      assert.equal(response.status, status, `${path}: ${response.head}`);
      assertProtected(response);
    }
  }),

  clause('H10 headers that the handler sets are kept, and Vary is merged', async (world) => {
    const response = await world.send({ path: '/own-headers', lines: [`X-Api-Key: ${world.token}`] });
    assertPassed(response);
    assertVaries(response, 'accept-encoding');
    assert.equal(response.header('Cache-Control'), 'public, max-age=60');
  }),

  clause(
    'H10 a route that accepts only one header still varies on both',
    async ({ sendLines, token }) => {
      assertVaries(await sendLines(`Authorization: Bearer ${token}`));
      assertVaries(await sendLines(`X-Api-Key: ${token}`));
    },
    { options: { headers: ['authorization'] } },
  ),

  clause('H10 a refusal by a requirement is no-store', async (world) => {
    const response = await world.send({ path: '/kinds', lines: [`X-Api-Key: ${world.token}`] });
    assertRefused(response, 'insufficient_scope');
  }),

  clause('a streamed response arrives whole', async (world) => {
    const response = await world.send({ path: '/streamed', lines: [`X-Api-Key: ${world.token}`] });
    assertPassed(response);
    assert.equal(response.body, 'onetwo');
  }),

  clause('HEAD gets the same response as GET, without a body', async (world) => {
    const lines = [`X-Api-Key: ${world.token}`];
    const passed = await world.send({ method: 'HEAD', lines });
    assertPassed(passed);
    assertProtected(passed);
    const refused = await world.send({ method: 'HEAD', lines: ['X-Api-Key: x'] });
    assertRefusalHead(refused, 'invalid_token');

    for (const request of [
      { lines: [] },
      { lines: ['X-Api-Key: x'] },
      { lines: ['X-Api-Key: a,b'] },
      ...['/principal', '/own-headers', '/throws', '/missing', '/kinds'].map((path) => ({ path, lines })),
    ]) {
      const get = await world.send(request);
      const head = await world.send({ ...request, method: 'HEAD' });
      assert.equal(head.status, get.status);
      assert.deepEqual(headersOf(head), headersOf(get));
      assert.equal(head.body, '');
    }
  }),
];

/** Headers that say how this message is sent. A response to HEAD may omit the length (RFC 9110 §9.3.2). */
const framing = /^(?:connection|keep-alive|content-length|transfer-encoding):/i;

/** The other headers. Some servers spell their names differently in a response without a body, as Deno does. */
function headersOf({ head }: RawResponse): readonly string[] {
  const [, ...lines] = head.split('\r\n');
  return lines
    .filter((line) => !framing.test(line))
    .map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()))
    .toSorted();
}

/** Fails unless `Vary` has the credential headers and the given ones, each of them once. */
function assertVaries(response: RawResponse, ...others: readonly string[]): void {
  const fields = (response.header('Vary') ?? '').toLowerCase().split(/ *, */);
  assert.deepEqual(fields.toSorted(), ['authorization', 'x-api-key', ...others].toSorted(), response.head);
}
