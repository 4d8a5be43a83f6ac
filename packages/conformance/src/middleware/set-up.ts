import assert from 'node:assert/strict';
import { isPosternError } from '@postern/core';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertPassed, assertProtected, assertRetry } from './expectations.js';
import { serviceInMemory } from './service-in-memory.js';
import { type MakeMiddlewareSubject, usualNames } from './subject.js';
import { clause } from './world.js';

/** Invalid options, as a caller without a compiler may pass them. */
const wrongOptions = [
  { realm: '"' },
  { resourceMetadata: 'http://api.example.com/metadata' },
  { removeCredential: 1 },
  { kinds: ['robot'] },
  { scopes: ['agents:delete'] },
  { relm: 'a' },
];

/** How the middlewares work with each other and with other middleware. */
export const setUpClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  {
    name: 'a wrong option throws ERR_INVALID_CONFIG when the middleware is created',
    async run(make) {
      for (const options of wrongOptions) {
        const { keys } = await serviceInMemory();
        const { keys: otherKeys } = await serviceInMemory();
        const made = make({ keys, otherKeys, options: options as never });
        const error = await made.then(({ close }) => close()).catch((caught: unknown) => caught);
        const isRefused = isPosternError(error) && error.code === 'ERR_INVALID_CONFIG';
        assert.ok(isRefused, `${JSON.stringify(options)} was accepted`);
      }
    },
  },

  clause('a middleware is a named function, which profiles and traces show', async (world) => {
    const { names, exportedAs = usualNames } = world.subject;
    assert.deepEqual(names, exportedAs);
    assert.equal(names.length, 3);
  }),

  clause('a requirement with other keys than apiKeyAuth responds with 500 and says so', async (world) => {
    const response = await world.send({ path: '/other-keys', lines: [`X-Api-Key: ${world.token}`] });
    assert.equal(response.status, 500, response.head);
    assert.equal(response.header('Cache-Control'), 'no-store');
    const { code, detail } = JSON.parse(response.body);
    assert.equal(code, 'misconfigured');
    assertRetry(response);
    const [, requireScopes] = world.subject.exportedAs ?? usualNames;
    assert.ok(detail.startsWith(`${requireScopes} needs `), detail);
    assert.match(detail, /the same keys/);
    assertNothingHandled(world);
  }),

  clause('if apiKeyAuth runs twice, the second one counts', async (world) => {
    const unseen = await world.send({ path: '/twice', lines: [`X-Api-Key: ${world.token}`] });
    assert.equal(unseen.header('WWW-Authenticate'), 'Bearer realm="second"');
    const refused = await world.send({ path: '/twice', lines: [`Authorization: Bearer ${world.token}`] });
    assert.equal(
      refused.header('WWW-Authenticate'),
      'Bearer realm="second", error="insufficient_scope"',
      refused.head,
    );
    assert.equal(refused.header('Vary'), 'Authorization, X-Api-Key');
    assertNothingHandled(world);
  }),

  clause(
    'if apiKeyAuth runs twice and both let a request through, Vary names each header once',
    async (world) => {
      const { token } = await world.issue({ owner: { kind: 'team', id: 'platform' } });
      const response = await world.send({ path: '/twice', lines: [`Authorization: Bearer ${token}`] });
      assertPassed(response);
      assertProtected(response);
    },
  ),

  clause(
    'if apiKeyAuth runs with the keys of two services, both must accept, and the last has the principal',
    async (world) => {
      const path = '/two-services';
      const own = `Authorization: Bearer ${world.token}`;
      const { token, key } = await world.other.issue();
      const other = `X-Api-Key: ${token}`;
      const challenges: string[] = [];
      for (const lines of [
        [other],
        [own],
        [own, `X-Api-Key: ${world.token}`],
        ['Authorization: Bearer x', other],
      ]) {
        const refused = await world.send({ path, lines });
        assert.equal(refused.status, 401, refused.head);
        assert.equal(refused.header('Vary'), 'Authorization, X-Api-Key');
        challenges.push(refused.header('WWW-Authenticate') ?? '');
      }
      assert.deepEqual(challenges, [
        'Bearer realm="api"',
        'Bearer realm="other"',
        'Bearer realm="other", error="invalid_token"',
        'Bearer realm="api", error="invalid_token"',
      ]);
      assertNothingHandled(world);

      const passed = await world.send({ path, lines: [own, other] });
      assertPassed(passed);
      assertProtected(passed);
      assert.equal(JSON.parse(passed.body).keyId, key.id);
    },
    { options: { headers: ['authorization'] } },
  ),

  clause(
    'a refusal has its own headers, whatever earlier middleware set',
    async (world) => {
      const response = await world.send({ path: '/after-others' });
      assert.equal(response.status, 401, response.head);
      assert.equal(response.header('WWW-Authenticate'), 'Bearer realm="api"');
      assert.equal(response.header('Cache-Control'), 'no-store');
      assertRetry(response);
      assertKept(response.header('Vary'), response.header('X-Earlier'));
      world.repository.failWith('down');
      const fault = await world.send({ path: '/after-others', lines: [`X-Api-Key: ${world.token}`] });
      assert.equal(fault.status, 503, fault.head);
      assert.equal(fault.header('WWW-Authenticate'), undefined);
      assertRetry(fault);
      assertNothingHandled(world);
    },
    { needs: 'shared response' },
  ),

  clause(
    'headers that earlier middleware set are kept, and Vary is merged',
    async (world) => {
      const response = await world.send({ path: '/after-others', lines: [`X-Api-Key: ${world.token}`] });
      assertPassed(response);
      assertKept(response.header('Vary'), response.header('X-Earlier'));
    },
    { needs: 'shared response' },
  ),
];

/** Fails unless the headers of the earlier middleware are present and `Vary` is merged, in any order. */
function assertKept(vary: string | undefined, earlier: string | undefined): void {
  const fields = (vary ?? '').toLowerCase().split(/ *, */);
  assert.deepEqual(fields.toSorted(), ['authorization', 'origin', 'x-api-key']);
  assert.equal(earlier, 'kept');
}
