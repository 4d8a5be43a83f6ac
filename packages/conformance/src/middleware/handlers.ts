import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { assertNotRevealed, assertPassed, assertProtected, rawText } from './expectations.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { assertNoneUncaught, clause } from './world.js';

/** What happens if a handler fails, or something else has responded before it is reached. */
export const handlerClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause(
    'an error that a handler throws gets the response of the host, which is protected',
    async (world) => {
      const response = await world.send({ path: '/throws', lines: [`X-Api-Key: ${world.token}`] });
      assert.equal(response.status, 500, response.head);
      assertProtected(response);
      for (const header of ['WWW-Authenticate', 'X-Should-Retry', 'Retry-After'])
        assert.equal(response.header(header), undefined, response.head);
      assertNotRevealed(rawText(response), 'postern', world.token);
      assert.deepEqual(world.events, [], 'the error is not one of Postern');
    },
  ),

  clause('if something else responds during the verification, no handler runs', async (world) => {
    const { token: revoked, key } = await world.issue();
    await world.keys.revoke(key.id, { actor: { kind: 'system', id: 'conformance' } });
    await assertNoneUncaught(async () => {
      for (const token of [world.token, revoked]) {
        world.repository.readGate.shut();
        const response = await world.send({ path: '/timed-out', lines: [`X-Api-Key: ${token}`] });
        assert.equal(response.status, 503, response.head);
        assert.equal(response.body, 'timed out');
        assert.equal(response.header('WWW-Authenticate'), undefined);
        world.repository.readGate.open();
        assertPassed(await world.sendLines(`X-Api-Key: ${world.token}`));
      }
    });
    assert.equal(world.subject.handled(), 2, 'only the other requests may reach a handler');
  }),
];
