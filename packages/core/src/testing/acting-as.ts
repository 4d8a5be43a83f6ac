import type { Principal } from '../model/actor.js';
import { type KeyState, keyStates } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import { effectivePermissions } from '../model/permission.js';
import { invalid, parseOwner, requireFields } from '../use-cases/parse-request.js';
import { type FakeApiKeys, type FakeParts, ownerName, partsOf } from './fake-api-keys.js';

/** Whom a request acts for, and with which key. */
export interface ActingAs<Kind extends string = string, Permission extends string = string> {
  readonly owner: Owner<Kind>;
  /** Exactly what this key may do. */
  readonly permissions: readonly Permission[];
  /** Default `live`. A key that is `disabled`, `expired` or `revoked` is refused. */
  readonly state?: KeyState | undefined;
}

/** What a request needs to use a key. */
export interface ActingKey<Kind extends string = string> {
  readonly token: string;
  /** The token as a bearer token (RFC 6750 §2.1). */
  readonly headers: Readonly<Record<'Authorization', string>>;
  /** What a handler gets if the key is accepted. */
  readonly principal: Principal<Kind>;
}

/**
 * Issues a key with exactly these permissions, in any state. Its owner is active from now on, and has the permissions
 * of all keys that were issued for it in this way.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` if the keys are not from `fakeApiKeys`, or a field is wrong;
 * `ERR_INVALID_SCOPES` if a permission is not declared.
 * @example
 * const ada = { kind: 'user', id: 'ada' } as const;
 * const { headers } = await actingAs(fakeApiKeys(), { owner: ada, permissions: ['agents:read'] });
 */
export async function actingAs<Kind extends string, Permission extends string>(
  keys: FakeApiKeys<Kind, Permission>,
  as: ActingAs<NoInfer<Kind>, NoInfer<Permission>>,
): Promise<ActingKey<Kind>> {
  const parts = partsOf(keys, 'actingAs');
  requireFields(as, ['owner', 'permissions', 'state']);
  const { permissions: scopes, state = 'live' } = as;
  const owner = parseOwner(as.owner, keys.kinds);
  if (!Array.isArray(scopes)) throw invalid('permissions is missing: list what this key may do, or []');
  if (!Object.hasOwn(keyStates, state))
    throw invalid(`state must be one of ${Object.keys(keyStates).join(', ')}`);

  const granted = [...new Set([...(parts.grants.get(ownerName(owner)) ?? []), ...scopes])];
  parts.grants.set(ownerName(owner), granted);
  const { token, keyId } = await issueIn(state, parts, { owner, scopes });
  return {
    token,
    headers: { Authorization: `Bearer ${token}` },
    principal: { owner: { ...as.owner }, keyId, permissions: effectivePermissions(granted, scopes) },
  };
}

const actor = { kind: 'system', id: 'actingAs' } as const;
const reason = 'for a test';

/** Issues a key and takes it to a state as an application would, so that no test sees a record that can't exist. */
async function issueIn(
  state: KeyState,
  { unrestricted, yesterday, clock }: FakeParts,
  { owner, scopes }: { readonly owner: Owner; readonly scopes: readonly string[] },
): Promise<{ readonly token: string; readonly keyId: Principal['keyId'] }> {
  const request = { owner, actor, name: 'Test', scopes };
  const expiresAt = new Date(clock.now().getTime() - 1);
  const { token, key } = await (state === 'expired'
    ? yesterday.issue({ ...request, expiresAt })
    : unrestricted.issue(request));
  if (state === 'rotated') await unrestricted.rotate(key.id, { actor, graceMs: 60 * 60 * 1000 });
  if (state === 'disabled') await unrestricted.disable(key.id, { actor, reason });
  if (state === 'revoked') await unrestricted.revoke(key.id, { actor, reason });
  return { token, keyId: key.id };
}
