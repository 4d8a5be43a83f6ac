import { type IssuedKey, isPosternError } from '../src/index.js';
import { ada } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Scenario } from './every-order.js';
import { type Parts, type SteppedService, steppedService } from './stepped-service.js';
import type { Steps } from './steps.js';
import { resultOf } from './verdicts.js';

const names = ['one', 'other'] as const;

/** Two issues to an owner who may have one key: exactly one is issued. */
export function twoIssuesAtACap(makeParts: (steps: Steps) => Parts = () => ({})): Scenario<SteppedService> {
  const issue = ({ keys }: SteppedService) => keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  return {
    prepare: async (steps) => steppedService(steps, { ...makeParts(steps), cap: 1 }),
    calls: [{ one: issue, other: issue }],
    look: ({ watch }) => watch.look(),
    async check(world, ended) {
      const issued = names.filter((name) => ended(name).result.status === 'fulfilled');
      const [winner, ...others] = issued;
      if (winner === undefined || others.length > 0) throw new Error(`${issued.length} keys were issued`);
      const [refused] = names.filter((name) => name !== winner).map((name) => ended(name).result);
      const error = refused?.status === 'rejected' ? refused.reason : undefined;
      if (!isPosternError(error) || error.code !== 'ERR_TOO_MANY_KEYS')
        throw new Error('the other issue must be refused because of the cap');
      const { token } = resultOf(ended(winner)) as IssuedKey;
      if (!(await world.keys.verify(token)).ok) throw new Error('the token does not work');
      await requireAgreeingAudit(world);
      return `${winner} is issued`;
    },
  };
}
