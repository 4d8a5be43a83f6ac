import { expect, it } from 'vitest';
import { TooManyKeysError } from '../src/index.js';
import type { KeyRepository } from '../src/ports.js';
import { memoryKeyRepository } from '../src/testing/index.js';
import { everyOrder } from './every-order.js';
import { itIsRightInEveryOrder } from './right-in-every-order.js';
import type { Steps } from './steps.js';
import { twoIssuesAtACap } from './two-issues-at-a-cap.js';

itIsRightInEveryOrder('F13 issue + issue at a cap of one', twoIssuesAtACap(), {
  orders: 1_716,
  'one is issued': 966,
  'other is issued': 750,
});

it('some order shows a repository that counts and writes later', async () => {
  const explored = everyOrder(twoIssuesAtACap((steps) => ({ repository: countingFirst(steps) })));
  await expect(explored).rejects.toThrow('2 keys were issued');
});

function countingFirst(steps: Steps): KeyRepository {
  const sound = memoryKeyRepository();
  return {
    ...sound,
    async insert(stored, entry, cap) {
      const query = { owner: stored.key.owner, state: 'live', now: stored.key.createdAt } as const;
      const { length } = await steps.call('count', () => sound.list({ ...query, after: null, limit: 10 }));
      if (cap !== undefined && length >= cap.max) throw new TooManyKeysError(cap.max);
      return sound.insert(stored, entry);
    },
  };
}
