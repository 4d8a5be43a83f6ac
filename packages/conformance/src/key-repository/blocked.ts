import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { add, clause, failureOf, type MakeKeyRepository, recordOf, revoke } from './subject.js';

/** What holds while something, such as a foreign lock, keeps the repository from making changes. */
export const blockedClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'F09 a blocked change rejects by its deadline, and a change after the block is made',
    async (repository, { block }) => {
      if (block === undefined) return;
      const { key } = await add(repository);
      const end = await block.start();
      try {
        const failure = await within(block.withinMs, failureOf(revoke(repository, key)));
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

/** Waits for the work. Fails if it takes longer than `ms`. */
async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `a change has not settled after ${ms} ms`;
    timer = setTimeout(() => reject(new assert.AssertionError({ message })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
