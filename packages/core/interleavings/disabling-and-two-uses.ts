import type { KeyRepository } from '../src/ports.js';
import { ada, allowAll } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Scenario } from './every-order.js';
import { resultOf, verdictOf } from './verdicts.js';
import { look, verify, type WorldWithKey, worldWithKey } from './world-with-key.js';

const dayMs = 24 * 60 * 60 * 1_000;

const disableUnused = ({ keys, clock }: WorldWithKey): Promise<unknown> =>
  keys.disableUnused({ actor: ada, unusedSince: new Date(clock.now().getTime() - 90 * dayMs) });

/** Another process, in which the key was used, writes that. */
const useElsewhere = ({ watch, key, clock }: WorldWithKey): Promise<unknown> =>
  watch.repository.recordUses([{ keyId: key.id, at: clock.now() }]);

/** A key that was last used long ago is disabled as unused, and used again: in this process, and in another. */
export function disablingAndTwoUses(repository?: () => KeyRepository): Scenario<WorldWithKey> {
  return {
    async prepare(steps) {
      const world = await worldWithKey(steps, { policy: allowAll, repository: repository?.() });
      await world.keys.verify(world.token);
      world.clock.advance(100 * dayMs);
      await world.keys.get(world.key.id, { actor: ada });
      return world;
    },
    calls: [{ disableUnused }, { verify }, { useElsewhere }],
    look,
    async check(world, ended, steps) {
      const { watch, key, keys, token, events } = world;
      if (events.some(({ type }) => type === 'fault')) throw new Error('a race must not be a fault');
      const { disabled } = resultOf(ended('disableUnused')) as { disabled: number };
      const isDisabled = watch.record(key.id)?.key.disabledAt !== null;
      if (isDisabled !== (disabled === 1))
        throw new Error(`${disabled} disabled, but the record says otherwise`);
      const verdict = verdictOf(ended('verify'));
      if (isDisabled) {
        const disabledAt = steps.effects.findLast(({ label }) => label === 'disable')?.at ?? 0;
        if (ended('useElsewhere').startedAt < disabledAt)
          throw new Error('a use that was written first must win');
        if (verdict === 'accepted' && ended('verify').endedAt < disabledAt)
          throw new Error('a use in this process that came first must win');
        if (verdict === 'accepted' && ended('verify').startedAt > disabledAt)
          throw new Error('the token still works');
      }
      if ((await keys.verify(token)).ok === isDisabled)
        throw new Error('the verdict is not that of the record');
      await requireAgreeingAudit(world);
      return `${isDisabled ? 'disabled' : 'kept'}, ${verdict}`;
    },
  };
}
