import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { add, clauseWith, failureOf, type MakeKeyRepository, recordOf, revoke } from './subject.js';
import { within } from './within.js';

/** What holds while something, such as a foreign lock, keeps the repository from making changes. */
export const blockedClauses: readonly Clause<MakeKeyRepository>[] = [
  clauseWith(
    'block',
    'F09 a blocked change rejects by its deadline, and a change after the block is made',
    async (repository, { block }) => {
      const { key } = await add(repository);
      const end = await block.start();
      try {
        const failure = await within(block.withinMs, 'a change', failureOf(revoke(repository, key)));
        assert.ok(failure !== undefined, 'revoke resolved while changes were blocked');
      } finally {
        await end();
      }
      assert.equal(await failureOf(revoke(repository, key)), undefined, 'revoke still fails afterwards');
      assert.ok(
        (await recordOf(repository, key.id)).revokedAt !== null,
        'revoke still changes nothing afterwards',
      );
    },
  ),
];
