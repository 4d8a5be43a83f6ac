import type { KeyRepository } from '../src/ports.js';
import { ada } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Scenario } from './every-order.js';
import type { Steps } from './steps.js';
import { effectOf, resultOf } from './verdicts.js';
import { flush, look, revoke, type WorldWithKey, worldWithKey } from './world-with-key.js';

const purge = ({ keys, clock }: WorldWithKey): Promise<unknown> =>
  keys.purge({ actor: ada, revokedBefore: new Date(clock.now().getTime() + 1_000) });

/** The write of a recorded use, a revocation and a purge. */
export function flushRevocationAndPurge(
  repositoryOf?: (steps: Steps) => KeyRepository,
): Scenario<WorldWithKey> {
  return {
    async prepare(steps) {
      const world = await worldWithKey(steps, { repository: repositoryOf?.(steps) });
      await world.keys.verify(world.token);
      return world;
    },
    calls: [{ flush }, { revocation: revoke }, { purge }],
    look,
    async check(world, ended, steps) {
      const { watch, key, keys, token, events } = world;
      if (events.some(({ type }) => type === 'fault')) throw new Error('a race must not be a fault');
      resultOf(ended('revocation'));
      const [used, revoked, purged] = ['recordUses', 'revoke', 'purge'].map((label) =>
        effectOf(steps, label),
      );
      const isGone = watch.record(key.id) === undefined;
      const count = (resultOf(ended('purge')) as { purged: number }).purged;
      if (isGone !== Number(purged) > Number(revoked) || isGone !== (count === 1))
        throw new Error(`${count} purged, but the record ${isGone ? 'is gone' : 'exists'}`);
      const isUsed = Number(used) < Number(revoked);
      if (!isGone && isUsed !== (watch.record(key.id)?.key.lastUsedAt !== null))
        throw new Error('a use counts if and only if it was written before the revocation');
      const after = await keys.verify(token);
      if (after.ok || after.reason !== (isGone ? 'unknown' : 'revoked'))
        throw new Error('the token still works');
      await requireAgreeingAudit(world);
      return `${isUsed ? 'used, ' : ''}revoked${isGone ? ', purged' : ''}`;
    },
  };
}
