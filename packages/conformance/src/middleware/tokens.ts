import assert from 'node:assert/strict';
import { displayForm } from '@postern/core';
import type { Clause } from '../clause.js';
import { assertNothingHandled, assertPassed, assertRefused, rawText } from './expectations.js';
import { makeInvalidTokens } from './invalid-tokens.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause, type World } from './world.js';

/** What happens to an invalid credential: always the same. */
export const tokenClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause(
    'T06 every invalid credential gets the same response, byte for byte apart from Date',
    async (world) => {
      const invalid = await makeInvalidTokens(world);
      const notOurs = ['x', '"', 'sk-ant-api03-x', 'A'.repeat(8_000)];

      const answers = new Set<string>();
      for (const token of [...invalid.values(), ...notOurs]) {
        for (const line of [`X-Api-Key: ${token}`, `Authorization: Bearer ${token}`]) {
          const response = await world.sendLines(line);
          assertRefused(response, 'invalid_token');
          answers.add(rawText(response));
        }
      }
      assert.equal(
        answers.size,
        1,
        `expected one response; got ${answers.size}:\n${[...answers].join('\n')}`,
      );
      assertNothingHandled(world);
      const reported = new Set(world.events.map((event) => event.type === 'refused' && event.reason));
      for (const reason of invalid.keys()) assert.ok(reported.has(reason), `an event must report ${reason}`);
    },
  ),

  clause('T02 a valid body with another kind in front is refused', async (world) => {
    await assertAllInvalid(world, [
      world.token.replace('user.', 'team.'),
      world.token.replace('user.', 'admin.'),
    ]);
  }),

  clause('T03 a token that is too short or too long is refused', async (world) => {
    const { token } = world;
    await assertAllInvalid(world, ['user.', 'user', token.slice(0, -1), `${token}0`, `${token}${token}`]);
  }),

  clause('T04 look-alikes, quotes and percent-encoding are refused', async (world) => {
    const { token } = world;
    // U+FF55 and U+0455 as the bytes of UTF-8.
    const lookAlikes = [`\xEF\xBD\x95${token.slice(1)}`, token.replace('s', '\xD1\x95')];
    await assertAllInvalid(world, [
      ...lookAlikes,
      `"${token}"`,
      `'${token}'`,
      token.replace('.', '%2E'),
      `<${token}>`,
    ]);
  }),

  clause('T05 a key ID, a display form and a hash are refused as tokens', async (world) => {
    const { key } = await world.issue();
    const found = (await world.repository.find([key.id])).get(key.id);
    assert.ok(found !== undefined && 'hash' in found);
    const display = displayForm(key).replace('…', '\xE2\x80\xA6');
    await assertAllInvalid(world, [key.id, `user.${key.id}`, display, found.hash]);
  }),

  clause('S01 a key is refused by the first request after its revocation', async (world) => {
    const { token, key } = await world.issue();
    for (let round = 0; round < 3; round += 1) assertPassed(await world.sendLines(`X-Api-Key: ${token}`));
    await world.keys.revoke(key.id, { actor: { kind: 'system', id: 'conformance' } });
    assertRefused(await world.sendLines(`X-Api-Key: ${token}`), 'invalid_token');
    assert.equal(world.subject.handled(), 3);
  }),

  clause(
    'S07 a lost permission, or an owner who is no longer active, takes effect with the next request',
    async (world) => {
      const line = `X-Api-Key: ${world.token}`;
      assertPassed(await world.send({ path: '/scopes', lines: [line] }));
      world.directory.set('user.ada', { active: true, permissions: ['agents:read'] });
      assertRefused(await world.send({ path: '/scopes', lines: [line] }), 'insufficient_scope', {
        scope: 'agents:read agents:write',
      });
      world.directory.set('user.ada', { active: false, permissions: [] });
      assertRefused(await world.send({ path: '/scopes', lines: [line] }), 'invalid_token');
      assert.equal(world.subject.handled(), 1);
    },
  ),
];

async function assertAllInvalid(world: World, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    assertRefused(await world.sendLines(`X-Api-Key: ${token}`), 'invalid_token');
    assertRefused(await world.sendLines(`Authorization: Bearer ${token}`), 'invalid_token');
  }
  assertNothingHandled(world);
}
