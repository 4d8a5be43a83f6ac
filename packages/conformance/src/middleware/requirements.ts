import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertPassed, assertRefused, assertRetry } from './expectations.js';
import { type MakeMiddlewareSubject, usualNames } from './subject.js';
import { clause } from './world.js';

const platform = { kind: 'team', id: 'platform' } as const;
const resourceMetadata = 'https://api.example.com/.well-known/oauth-protected-resource';

/** What routes require, in the options of `apiKeyAuth` and after it. */
export const requirementClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('requireScopes responds with 403 and names every required permission', async (world) => {
    const { token } = await world.issue({ scopes: ['agents:read'] });
    const response = await world.send({ path: '/scopes', lines: [`X-Api-Key: ${token}`] });
    assertRefused(response, 'insufficient_scope', {
      scope: 'agents:read agents:write',
      says: ['agents:read agents:write'],
    });
    assertNothingHandled(world);
    assertPassed(await world.send({ path: '/scopes', lines: [`X-Api-Key: ${world.token}`] }));
  }),

  clause('requireKinds responds with 403 without a scope and names the kinds', async (world) => {
    const response = await world.send({ path: '/kinds', lines: [`X-Api-Key: ${world.token}`] });
    assertRefused(response, 'insufficient_scope', { says: ['team'] });
    assertNothingHandled(world);
    const { token } = await world.issue({ owner: platform });
    assertPassed(await world.send({ path: '/kinds', lines: [`X-Api-Key: ${token}`] }));
  }),

  clause(
    'the kinds and scopes of apiKeyAuth are required of every request behind it, the kind first',
    async (world) => {
      const { token: team } = await world.issue({ owner: platform, scopes: ['agents:read'] });
      const { token: both } = await world.issue({ owner: platform });
      assertRefused(await world.sendLines(`X-Api-Key: ${world.token}`), 'insufficient_scope', {
        says: ['team'],
      });
      assertRefused(await world.sendLines(`X-Api-Key: ${team}`), 'insufficient_scope', {
        scope: 'agents:write',
      });
      assertNothingHandled(world);
      assertPassed(await world.sendLines(`X-Api-Key: ${both}`));
    },
    { options: { kinds: ['team'], scopes: ['agents:write'] } },
  ),

  clause(
    'only a request with a proven key gets 403',
    async (world) => {
      const { token, key } = await world.issue();
      await world.keys.revoke(key.id, { actor: { kind: 'system', id: 'conformance' } });
      for (const path of ['/principal', '/scopes', '/kinds']) {
        assertRefused(await world.send({ path, lines: [`X-Api-Key: ${token}`] }), 'invalid_token');
        assertRefused(await world.send({ path, lines: ['X-Api-Key: x'] }), 'invalid_token');
        assertRefused(await world.send({ path }), 'credential_required');
      }
    },
    { options: { kinds: ['team'], scopes: ['agents:write'] } },
  ),

  clause('a route with requirements of its own verifies once', async (world) => {
    const lines = [`X-Api-Key: ${world.token}`];
    await world.send({ path: '/scopes', lines });
    const before = world.repository.reads.length;
    assertPassed(await world.send({ path: '/scopes', lines }));
    assert.equal(world.repository.reads.length - before, 1);
  }),

  clause('a requirement without apiKeyAuth before it responds with 500 and says so', async (world) => {
    const response = await world.send({ path: '/unguarded', lines: [`X-Api-Key: ${world.token}`] });
    assert.equal(response.status, 500);
    assert.equal(response.header('Content-Type'), 'application/problem+json');
    const [guard = ''] = world.subject.exportedAs ?? usualNames;
    assert.ok(JSON.parse(response.body).detail.includes(`needs ${guard}, with`), response.body);
    assertRetry(response);
    assertNothingHandled(world);
  }),

  clause('principalOf throws ERR_NOT_AUTHENTICATED if no middleware ran', async ({ send, token }) => {
    const response = await send({ path: '/open', lines: [`X-Api-Key: ${token}`] });
    assertPassed(response);
    assert.equal(response.body, 'ERR_NOT_AUTHENTICATED');
  }),

  clause(
    'every challenge contains the realm',
    async ({ sendLines, send, token }) => {
      const challenges = [
        await sendLines(),
        await sendLines('X-Api-Key: x'),
        await sendLines('X-Api-Key: a,b'),
        await send({ path: '/kinds', lines: [`X-Api-Key: ${token}`] }),
      ].map((response) => response.header('WWW-Authenticate') ?? '');
      for (const challenge of challenges) assert.match(challenge, /^Bearer realm="Ada's agents"(,|$)/);
    },
    { options: { realm: "Ada's agents" } },
  ),

  clause(
    'with resourceMetadata, every challenge ends with its URL',
    async ({ sendLines, send, token }) => {
      const challenges = [
        await sendLines(),
        await sendLines('X-Api-Key: x'),
        await sendLines('X-Api-Key: a,b'),
        await send({ path: '/kinds', lines: [`X-Api-Key: ${token}`] }),
      ].map((response) => response.header('WWW-Authenticate'));
      assert.deepEqual(
        challenges,
        ['', 'error="invalid_token", ', 'error="invalid_request", ', 'error="insufficient_scope", '].map(
          (error) => `Bearer realm="api", ${error}resource_metadata="${resourceMetadata}"`,
        ),
      );
    },
    { options: { resourceMetadata } },
  ),
];
