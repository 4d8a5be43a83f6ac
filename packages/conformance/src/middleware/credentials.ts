import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertPassed, assertRefused } from './expectations.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause } from './world.js';

const bothWays = ['Authorization: Bearer <API key>', 'x-api-key: <API key>'];

/** Which header lines carry a credential, and which are refused as ambiguous. */
export const credentialClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('a valid key is accepted in either header, and the handler gets its principal', async (world) => {
    const { token, key } = await world.issue({ scopes: ['agents:read'] });
    for (const line of [`Authorization: Bearer ${token}`, `x-api-key: ${token}`, `X-API-KEY:\t${token} `]) {
      const response = await world.sendLines(line);
      assertPassed(response);
      assert.deepEqual(JSON.parse(response.body), {
        owner: { kind: 'user', id: 'ada' },
        keyId: key.id,
        permissions: ['agents:read'],
      });
    }
    assert.equal(world.subject.handled(), 3);
  }),

  clause('a request without a credential gets 401, which says what is expected', async (world) => {
    for (const lines of [[], ['Authorization:'], ['X-Api-Key: \t'], ['Authorization:', 'X-Api-Key:']]) {
      assertRefused(await world.sendLines(...lines), 'credential_required', { says: bothWays });
    }
    assertNothingHandled(world);
    assert.deepEqual(world.events[0], { type: 'refused', reason: 'no_credential' });
  }),

  clause(
    'H01 the scheme is case-insensitive, with one or more spaces after it',
    async ({ sendLines, token }) => {
      for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEARER', 'Bearer ', 'Bearer    ']) {
        assertPassed(await sendLines(`Authorization: ${scheme} ${token}`));
      }
    },
  ),

  clause('H01 a tab, or anything else but a space, after the scheme gets 400', async (world) => {
    for (const between of ['\t', '\t ', '\xA0', ':', '=']) {
      assertRefused(
        await world.sendLines(`Authorization: Bearer${between}${world.token}`),
        'invalid_request',
      );
    }
    assertNothingHandled(world);
  }),

  clause('H02 another scheme, or a bare token, does not count as a credential', async (world) => {
    for (const value of [
      'Basic YWRhOnB3',
      'Digest username="ada", realm="api"',
      world.token,
      `Token ${world.token}`,
    ]) {
      assertRefused(await world.sendLines(`Authorization: ${value}`), 'credential_required', {
        says: bothWays,
      });
    }
    assertNothingHandled(world);
  }),

  clause('H02 Bearer without a token gets 400, which says what is expected', async (world) => {
    for (const value of ['Bearer', 'Bearer   ', 'bearer']) {
      assertRefused(await world.sendLines(`Authorization: ${value}`), 'invalid_request', { says: bothWays });
    }
    assertNothingHandled(world);
  }),

  clause('H03 the same token in both headers is accepted, and two different ones get 400', async (world) => {
    const { token, sendLines } = world;
    assertPassed(await sendLines(`Authorization: Bearer ${token}`, `X-Api-Key: ${token}`));
    const { token: other } = await world.issue();
    assertRefused(
      await sendLines(`Authorization: Bearer ${token}`, `X-Api-Key: ${other}`),
      'invalid_request',
    );
    assertRefused(
      await sendLines(`X-Api-Key: ${other}`, `Authorization: Bearer ${token}`),
      'invalid_request',
    );
    assertRefused(
      await sendLines(`X-Api-Key: ${token}`, 'Authorization: Bearer nonsense'),
      'invalid_request',
    );
    assert.equal(world.subject.handled(), 1);
    assert.deepEqual(world.events.at(-1), { type: 'refused', reason: 'ambiguous_request' });
  }),

  clause('H04 a header on two lines gets 400, even if they are equal or one is empty', async (world) => {
    const { token, sendLines } = world;
    const good = `Authorization: Bearer ${token}`;
    for (const lines of [
      [good, good],
      [good, `AUTHORIZATION: Bearer ${token}`],
      [good, 'Authorization: Bearer nonsense'],
      ['Authorization: Bearer nonsense', good],
      ['Authorization: Basic YWRhOnB3', good],
      [good, 'Authorization:'],
      ['Authorization:', good],
      [`X-Api-Key: ${token}`, `x-api-key: ${token}`],
      [`X-Api-Key: ${token}`, 'Accept: */*', 'X-Api-Key: nonsense'],
      ['X-Api-Key:', `X-Api-Key: ${token}`],
      ['X-Api-Key: nonsense', 'X-Api-Key: nonsense', good],
    ]) {
      assertRefused(await sendLines(...lines), 'invalid_request', { says: bothWays });
    }
    assertNothingHandled(world);
  }),

  clause('H04 values that a proxy joined with commas get 400', async (world) => {
    const { token } = world;
    for (const line of [
      `X-Api-Key: ${token}, ${token}`,
      `X-Api-Key: ${token},`,
      `X-Api-Key: ,${token}`,
      `Authorization: Bearer ${token}, Bearer ${token}`,
      `Authorization: Bearer ${token},`,
      `Authorization: Bearer ,${token}`,
      `Authorization: Bearer ${token} ${token}`,
      `Authorization: Bearer ${token} x`,
    ]) {
      assertRefused(await world.sendLines(line), 'invalid_request');
    }
    assertNothingHandled(world);
  }),

  clause('H04 lines that a runtime joined get 400, whatever the first one is', async (world) => {
    const { token } = world;
    for (const value of [
      `Bearer ${token}, Bearer nonsense`,
      `Bearer nonsense, Bearer ${token}`,
      `Basic YWRhOnB3, Bearer ${token}`,
      `Basic YWRhOnB3,bearer ${token}`,
      `Digest username="ada", realm="api", Bearer ${token}`,
      `, Bearer ${token}`,
      `Bearer ${token}, `,
    ]) {
      assertRefused(await world.sendLines(`Authorization: ${value}`), 'invalid_request', { says: bothWays });
    }
    for (const value of [`${token}, nonsense`, `nonsense, ${token}`, `, ${token}`]) {
      assertRefused(await world.sendLines(`X-Api-Key: ${value}`), 'invalid_request', { says: bothWays });
      const lines = [`Authorization: Bearer ${token}`, `X-Api-Key: ${value}`];
      assertRefused(await world.sendLines(...lines), 'invalid_request', { says: bothWays });
    }
    assertNothingHandled(world);
  }),

  clause(
    'H04 headers that the route does not accept are ignored',
    async ({ sendLines, token }) => {
      const good = `Authorization: Bearer ${token}`;
      assertPassed(await sendLines(good, 'X-Api-Key: nonsense'));
      assertPassed(await sendLines(good, 'X-Api-Key: a,b', 'X-Api-Key: c'));
    },
    { options: { headers: ['authorization'] } },
  ),

  clause(
    'another scheme next to x-api-key is accepted, and so is an empty header next to a full one',
    async (world) => {
      const { token, sendLines } = world;
      assertPassed(await sendLines('Authorization: Basic YWRhOnB3', `X-Api-Key: ${token}`));
      assertPassed(await sendLines('Authorization:', `X-Api-Key: ${token}`));
      assertPassed(await sendLines(`Authorization: Bearer ${token}`, 'X-Api-Key:'));
    },
  ),

  clause(
    'H08 x-api-key on a route that only accepts Authorization gets 401, which names that header',
    async (world) => {
      const response = await world.sendLines(`X-Api-Key: ${world.token}`);
      assertRefused(response, 'credential_required', {
        says: ['Authorization: Bearer <API key>', 'no other header'],
      });
      assert.ok(
        !response.body.includes('x-api-key'),
        'the text must not name a header that the route does not accept',
      );
      assertNothingHandled(world);
    },
    { options: { headers: ['authorization'] } },
  ),

  clause(
    'H09 white space that HTTP does not strip is part of the token, which is then malformed',
    async (world) => {
      const { token, sendLines } = world;
      // As bytes: NBSP in Latin-1 and in UTF-8, U+2028 in UTF-8, a tab inside.
      for (const space of ['\xA0', '\xC2\xA0', '\xE2\x80\xA8']) {
        assertRefused(await sendLines(`X-Api-Key: ${space}${token}`), 'invalid_token');
        assertRefused(await sendLines(`Authorization: Bearer ${token}${space}`), 'invalid_token');
      }
      for (const inside of ['\t', ' ']) {
        assertRefused(
          await sendLines(`X-Api-Key: ${token.slice(0, 20)}${inside}${token.slice(20)}`),
          'invalid_token',
        );
      }
      assertNothingHandled(world);
    },
  ),
];
