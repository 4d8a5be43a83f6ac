import type { Verification } from '../src/index.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { Scenario } from './every-order.js';
import { effectOf, requireVerdict, resultOf } from './verdicts.js';
import { look, revoke, type WorldWithKey, worldWithKey } from './world-with-key.js';

/** How a token is verified: by the service, or by something wrong instead of it. */
export type Verify = (world: WorldWithKey) => Promise<Verification>;
const byService: Verify = ({ keys, token }) => keys.verify(token);

/** Two verifications of a token that was verified before, and the revocation of its key. */
export function twoVerificationsAndRevocation(verify: Verify = byService): Scenario<WorldWithKey> {
  return verificationsAndRevocation({ verify, names: ['one', 'other'], isKnown: true });
}

/** The first verification of a token in this process, and the revocation of its key. */
export function coldVerificationAndRevocation(verify: Verify = byService): Scenario<WorldWithKey> {
  return verificationsAndRevocation({ verify, names: ['verification'], isKnown: false });
}

function verificationsAndRevocation({
  verify,
  names,
  isKnown,
}: {
  readonly verify: Verify;
  readonly names: readonly string[];
  readonly isKnown: boolean;
}): Scenario<WorldWithKey> {
  return {
    async prepare(steps) {
      const world = await worldWithKey(steps);
      if (isKnown) await verify(world);
      return world;
    },
    calls: [Object.fromEntries(names.map((name) => [name, verify])), { revocation: revoke }],
    look,
    async check(world, ended, steps) {
      const { changed } = resultOf(ended('revocation')) as { changed: boolean };
      if (!changed) throw new Error('the only revocation changed nothing');
      const change = { changedAt: effectOf(steps, 'revoke'), reason: 'revoked', steps };
      const verdicts = names.map((name) => requireVerdict(ended, name, change));
      const after = await world.keys.verify(world.token);
      if (after.ok) throw new Error('the token is accepted after all steps');
      await requireAgreeingAudit(world);
      return verdicts.sort().join(', ');
    },
  };
}
