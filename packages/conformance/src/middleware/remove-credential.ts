import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertNotRevealed, assertPassed, assertRefused } from './expectations.js';
import type { RawRequest } from './raw-http.js';
import type { Echo, MakeMiddlewareSubject } from './subject.js';
import { clause, type World } from './world.js';

const options = { removeCredential: true } as const;

/** What a handler sees of the credential, and of everything else in the request. */
export const removeCredentialClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause(
    'with removeCredential, no header shows the key to the handler in any form',
    async (world) => {
      const { token } = world;
      for (const lines of [
        [`Authorization: Bearer ${token}`],
        [`authorization: bearer   ${token}`],
        [`X-Api-Key: ${token}`],
        [`x-API-key:\t${token} `],
        [`X-Api-Key: ${token}`, `Authorization: Bearer ${token}`],
        [`Authorization: Bearer ${token}`, 'X-Api-Key:'],
      ]) {
        const { headers } = await echoOf(world, { lines: ['X-Before: kept', ...lines, 'X-After: kept'] });
        assertNotRevealed(headers, token);
        for (const form of headers) assertHas(form, 'x-before', 'x-after', 'kept');
      }
    },
    { options },
  ),

  clause(
    'with removeCredential, the handler still gets the principal, and a requirement can check it',
    async (world) => {
      const lines = [`X-Api-Key: ${world.token}`];
      assertPassed(await world.send({ path: '/principal', lines }));
      assertPassed(await world.send({ path: '/scopes', lines }));
      assertRefused(await world.send({ path: '/kinds', lines }), 'insufficient_scope');
    },
    { options },
  ),

  clause(
    'with removeCredential, a header with another credential stays',
    async (world) => {
      const lines = ['Authorization: Basic YWRhOnB3', `X-Api-Key: ${world.token}`];
      const { headers } = await echoOf(world, { lines });
      assertNotRevealed(headers, world.token);
      for (const form of headers) assertHas(form, 'authorization', 'YWRhOnB3');
    },
    { options },
  ),

  clause(
    'with removeCredential, a header that the route does not accept stays unless it has the key',
    async (world) => {
      const own = `Authorization: Bearer ${world.token}`;
      const { headers } = await echoOf(world, { lines: [own, 'X-Api-Key: of-another-service'] });
      assertNotRevealed(headers, world.token);
      for (const form of headers) assertHas(form, 'x-api-key', 'of-another-service');
      const copies = [own, `X-Api-Key: ${world.token}`, `X-Api-Key: a, ${world.token}`];
      assertNotRevealed((await echoOf(world, { lines: copies })).headers, world.token);
    },
    { options: { ...options, headers: ['authorization'] } },
  ),

  clause(
    'with removeCredential, a body that arrives in pieces reaches the handler whole',
    async (world) => {
      const request = await world.stream({ lines: [`X-Api-Key: ${world.token}`] });
      for (const piece of ['one, ', 'two, ', 'three']) {
        request.write(piece);
        await world.send({ path: '/open' });
      }
      request.end();
      const response = await request.response;
      assertPassed(response);
      assert.equal((JSON.parse(response.body) as Echo).body, 'one, two, three');
    },
    { options },
  ),

  clause(
    'with removeCredential, a second apiKeyAuth finds no key',
    async (world) => {
      const { token } = await world.issue({ owner: { kind: 'team', id: 'platform' } });
      const response = await world.send({ path: '/twice', lines: [`Authorization: Bearer ${token}`] });
      assert.equal(response.status, 401, response.head);
      assert.equal(response.header('WWW-Authenticate'), 'Bearer realm="second"');
    },
    { options },
  ),

  clause('without removeCredential, the handler sees the headers as they were sent', async (world) => {
    const { headers } = await echoOf(world, { lines: [`Authorization: Bearer ${world.token}`] });
    for (const form of headers) assertHas(form, 'authorization', world.token);
  }),
];

/** Sends a request with a body, and returns what the handler has seen. */
async function echoOf({ send }: World, { lines }: Pick<RawRequest, 'lines'>): Promise<Echo> {
  const response = await send({ method: 'POST', path: '/echo', lines: lines ?? [], body: 'a body' });
  assertPassed(response);
  const echo: Echo = JSON.parse(response.body);
  assert.ok(echo.headers.length > 0, 'the subject must show the headers');
  assert.equal(echo.body, 'a body');
  return echo;
}

/** Fails unless one form of the headers contains these texts, in any case. */
function assertHas(form: unknown, ...texts: readonly string[]): void {
  const written = JSON.stringify(form).toLowerCase();
  for (const text of texts)
    assert.ok(written.includes(text.toLowerCase()), `expected ${text} in the headers; got: ${written}`);
}
