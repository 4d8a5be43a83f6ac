import { PosternError, ScopesNotGrantedError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { isSameOwner, type Owner, type OwnerStatus } from '../model/owner.js';
import { effectivePermissions, missingFrom } from '../model/permission.js';

export interface OwnerDeps {
  readonly kinds: readonly string[];
  readonly askOwner: (owner: Owner) => Promise<OwnerStatus | undefined>;
}

/**
 * Returns the status of an owner, who must be active to get a new key.
 *
 * @throws {PosternError} `ERR_OWNER_INACTIVE`
 */
export async function requireActiveOwner(
  deps: Pick<OwnerDeps, 'askOwner'>,
  owner: Owner,
): Promise<OwnerStatus> {
  const status = await deps.askOwner(owner);
  if (status?.active === true) return status;
  throw new PosternError(
    'ERR_OWNER_INACTIVE',
    'the owner does not exist or is not active, so no key can be issued for it',
  );
}

/** The most that the actor may grant; `undefined` if only the policy decides. */
export async function actorCeiling(
  deps: OwnerDeps,
  { owner, status, actor }: { owner: Owner; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | undefined> {
  if (actor.kind === 'key') return actor.permissions;
  if (actor.kind === 'system' || !deps.kinds.includes('user')) return undefined;
  const person = { kind: 'user', id: actor.id };
  if (isSameOwner(person, owner)) return status.permissions;
  const personStatus = await deps.askOwner(person);
  if (personStatus?.active !== true)
    throw new PosternError('ERR_FORBIDDEN', 'the actor does not exist or is not active');
  return personStatus.permissions;
}

export interface ScopeGrant {
  /** `null`: not narrowed. */
  readonly wanted: readonly string[] | null;
  readonly owner: Owner;
  readonly status: OwnerStatus;
  readonly actor: Actor;
}

/**
 * Returns the scopes for a new key. They can't exceed the permissions of the owner, nor those of the actor. A key that
 * is not narrowed gains permissions with its owner, so only owners themselves and the service can create one. For
 * everyone else, the owner's current permissions become the key's scopes.
 *
 * @throws {ScopesNotGrantedError} with the scopes that can't be granted.
 */
export async function grantScopes(
  deps: OwnerDeps,
  { wanted, owner, status, actor }: ScopeGrant,
): Promise<readonly string[] | null> {
  requireWithinOwner(wanted, status);
  const ceiling = await actorCeiling(deps, { owner, status, actor });
  // A key can grant at most what it may do itself.
  if (wanted === null && actor.kind === 'key')
    return effectivePermissions(status.permissions, actor.permissions);
  const beyondActor = missingFrom(wanted ?? status.permissions, ceiling ?? status.permissions);
  // M03 actor
  if (beyondActor.length > 0) throw new ScopesNotGrantedError(beyondActor, 'actor');
  return wanted ?? unnarrowed({ owner, status, actor });
}

function requireWithinOwner(wanted: readonly string[] | null, { permissions }: OwnerStatus): void {
  const beyondOwner = missingFrom(wanted ?? [], permissions);
  // M03
  if (beyondOwner.length > 0) throw new ScopesNotGrantedError(beyondOwner, 'owner');
}

/**
 * Returns the scopes for an offer. An offer has no token and no effect until a person claims it, so one that a key
 * makes is not bounded by what that key may do: the claim requires that the person may grant it. People and the service
 * can offer what they could issue.
 *
 * @throws {ScopesNotGrantedError} with the scopes that can't be granted.
 */
export async function offerScopes(deps: OwnerDeps, grant: ScopeGrant): Promise<readonly string[] | null> {
  const { wanted, owner, status, actor } = grant;
  if (actor.kind !== 'key') return grantScopes(deps, grant);
  requireWithinOwner(wanted, status);
  return wanted ?? unnarrowedOffer({ owner, status });
}

/** Returns the scopes for an offer by a key that does not narrow them. Only a person's own key is not narrowed. */
export function unnarrowedOffer({
  owner,
  status,
}: Pick<ScopeGrant, 'owner' | 'status'>): readonly string[] | null {
  // M10 offer
  return owner.kind === 'user' ? null : [...new Set(status.permissions)];
}

/** Returns the scopes for a key that the request does not narrow. */
export function unnarrowed({ owner, status, actor }: Omit<ScopeGrant, 'wanted'>): readonly string[] | null {
  if (actor.kind === 'system' || isSameOwner(actor, owner)) return null;
  // M10
  return [...new Set(status.permissions)];
}
