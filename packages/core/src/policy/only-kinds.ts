import { PosternError } from '../errors.js';
import type { KeyAction, KeyPolicy, KeyPolicyRequest } from '../ports/key-policy.js';

/** What stays allowed for the keys of other owners: every action that is known to create no key. */
const harmless: ReadonlySet<KeyAction> = new Set([
  'get',
  'list',
  'history',
  'rename',
  'disable',
  'enable',
  'revoke',
  'revoke_all',
]);

/**
 * Creates a policy that allows new keys only for owners of some kinds, such as services and teams but not people. For
 * any other owner, it refuses to issue, offer, rotate and renew keys, and so to claim earlier offers. Everything else
 * is up to `policy`: existing keys still work, and can be listed, renamed, disabled, enabled and revoked; offers can be
 * seen and withdrawn.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if there is no policy or no kind.
 * @example
 * createApiKeys({ kinds: ['user', 'team', 'service'], policy: onlyKinds(selfService(), ['service', 'team']), … });
 */
export function onlyKinds(policy: KeyPolicy, kinds: readonly string[]): KeyPolicy {
  if (typeof policy?.decide !== 'function')
    throw invalidConfig('onlyKinds needs a policy to narrow, such as selfService()');
  if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every((kind) => typeof kind === 'string'))
    throw invalidConfig("onlyKinds needs the kinds that may get keys, such as ['service', 'team']");
  const allowed = [...kinds];
  const instead = `create one for an owner of kind ${allowed.join(' or ')} instead`;
  return {
    decide(request) {
      const { owner } = request;
      if (owner === undefined || allowed.includes(owner.kind) || isHarmless(request))
        return policy.decide(request);
      return { ok: false, message: `owners of kind ${owner.kind} get no new keys; ${instead}` };
    },
  };
}

/** Seeing and withdrawing an offer is harmless: to claim it, the policy must also allow `issue` or `rotate`. */
function isHarmless({ action, offer }: KeyPolicyRequest): boolean {
  return harmless.has(action) || (action === 'offer' && /* M02 offer */ offer !== undefined);
}

function invalidConfig(message: string): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', message);
}
