import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import {
  assertNothingHandled,
  assertNotRevealed,
  assertPassed,
  assertRefused,
  rawText,
} from './expectations.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { clause, eventually } from './world.js';

/** What happens to requests when a dependency fails. */
export const faultClauses: readonly Clause<MakeMiddlewareSubject>[] = [
  clause('F01 a failing repository means 503, until it works again', async (world) => {
    const line = `X-Api-Key: ${world.token}`;
    assertPassed(await world.sendLines(line));
    world.repository.failWith('row (1, $insecure$)');
    const response = await world.sendLines(line);
    assertRefused(response, 'temporarily_unavailable');
    assertNotRevealed(rawText(response), 'row', 'insecure');
    assert.equal(world.subject.handled(), 1);
    world.repository.failWith(undefined);
    assertPassed(await world.sendLines(line));
  }),

  clause('F01 if the repository does not answer, a request gets 503 at the deadline', async (world) => {
    world.repository.readGate.shut();
    const before = world.repository.reads.length;
    const response = world.sendLines(`X-Api-Key: ${world.token}`);
    await eventually('the read begins', () => world.repository.reads.length > before);
    world.clock.advance(60_000);
    assertRefused(await response, 'temporarily_unavailable');
    assertNothingHandled(world);
  }),

  clause(
    'F02 if the directory throws or returns nonsense, a request gets 503, never an approval',
    async (world) => {
      world.directory.set('user.ada', new Error('the directory of people is down'));
      const response = await world.sendLines(`X-Api-Key: ${world.token}`);
      assertRefused(response, 'temporarily_unavailable');
      assertNotRevealed(rawText(response), 'directory');
      world.directory.set('user.ada', { active: 'yes' } as never);
      assertRefused(await world.sendLines(`X-Api-Key: ${world.token}`), 'temporarily_unavailable');
      assertNothingHandled(world);
    },
  ),

  clause(
    'a request that finds the queue of hashes full gets 503, and no other request does',
    async (world) => {
      const tokens = [world.token, (await world.issue()).token, (await world.issue()).token];
      world.hashGate.shut();
      let answered = 0;
      const count = () => {
        answered += 1;
      };
      const responses = tokens.map((token) => world.sendLines(`X-Api-Key: ${token}`));
      for (const response of responses) response.then(count, count);
      await eventually('one request is refused', () => answered === 1);
      world.hashGate.open();
      const [refused, ...passed] = (await Promise.all(responses)).toSorted(
        (one, other) => other.status - one.status,
      );
      assert.ok(refused !== undefined);
      assertRefused(refused, 'temporarily_unavailable');
      passed.forEach(assertPassed);
      assert.equal(world.subject.handled(), 2);
    },
  ),
];
