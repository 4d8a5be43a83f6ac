import type { IssuedKey } from '../src/index.js';
import { ada } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Scenario } from './every-order.js';
import { type SteppedService, steppedService } from './stepped-service.js';
import { resultOf } from './verdicts.js';

const names = ['one', 'other'] as const;

/** Two issues that draw the same key ID: `forceId` makes both draw it first, and returns it. */
export function twoIssues(forceId: () => string): Scenario<SteppedService & { readonly forced: string }> {
  const issue = ({ keys }: SteppedService) => keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  return {
    prepare: async (steps) => ({ ...steppedService(steps), forced: forceId() }),
    calls: [{ one: issue, other: issue }],
    look: ({ watch }) => watch.look(),
    async check(world, ended) {
      const { keys, forced, watch } = world;
      const issued = names.map((name) => ({ name, ...keyOf(resultOf(ended(name)) as IssuedKey) }));
      const [winner, ...others] = issued.filter(({ id }) => id === forced);
      if (winner === undefined || others.length > 0) throw new Error('exactly one of them must have the ID');
      for (const { name, token } of issued)
        if (!(await keys.verify(token)).ok) throw new Error(`the token of ${name} does not work`);
      if (watch.keyIds().some((keyId) => watch.rehashes(keyId) > 0))
        throw new Error('a record was overwritten');
      await requireAgreeingAudit(world);
      return `${winner.name} has the ID`;
    },
  };
}

function keyOf({ key, token }: IssuedKey): { readonly id: string; readonly token: string } {
  return { id: key.id, token };
}
