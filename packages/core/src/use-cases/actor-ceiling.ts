import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { isSameOwner, type Owner, type OwnerStatus } from '../model/owner.js';

/** What has to be known of people and teams before somebody is given a token. */
export interface OwnerPorts {
  readonly kinds: readonly string[];
  readonly askOwner: (owner: Owner) => Promise<OwnerStatus | undefined>;
}

/**
 * Asks for the status of the owner of a key that is to be made.
 *
 * @throws {PosternError} `ERR_OWNER_INACTIVE`
 */
export async function requireActiveOwner(
  ports: Pick<OwnerPorts, 'askOwner'>,
  owner: Owner,
): Promise<OwnerStatus> {
  const status = await ports.askOwner(owner);
  if (status?.active === true) return status;
  throw new PosternError(
    'ERR_OWNER_INACTIVE',
    'the owner is gone or not active, so no key can be issued for it',
  );
}

/** What the actor may do at most; `undefined` where the policy alone decides. */
export async function actorCeiling(
  ports: OwnerPorts,
  { owner, status, actor }: { owner: Owner; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | undefined> {
  if (actor.kind === 'key') return actor.permissions;
  if (actor.kind === 'system' || !ports.kinds.includes('user')) return undefined;
  const person = { kind: 'user', id: actor.id };
  if (isSameOwner(person, owner)) return status.permissions;
  const personStatus = await ports.askOwner(person);
  if (personStatus?.active !== true)
    throw new PosternError('ERR_FORBIDDEN', 'the actor is gone or not active');
  return personStatus.permissions;
}
