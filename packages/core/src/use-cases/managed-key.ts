import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { keyState } from '../model/key-state.js';
import { isSameOwner, type Owner } from '../model/owner.js';
import type { KeyPolicyRequest } from '../ports/key-policy.js';
import { parseKeyId } from '../token/key-id.js';
import type { ManagementDeps } from './management-deps.js';
import { invalid, keyNotFound, parseActor, parseOwner } from './parse-request.js';

/** Who asks for an operation on a key, and whose key it must be. */
export interface KeyRequest<Kind extends string = string> {
  readonly actor: Actor;
  /** If given, keys of other owners are not found. Pass it if the owner is part of your route. */
  readonly owner?: Owner<Kind> | undefined;
}

/**
 * Finds a key for an actor that may see it.
 *
 * @throws {PosternError} `ERR_KEY_NOT_FOUND` if it does not exist, is another owner's, or may not be seen.
 */
export async function findManagedKey(
  deps: ManagementDeps,
  keyIdText: string,
  request: KeyRequest,
): Promise<{ readonly key: ApiKey; readonly actor: Actor }> {
  const actor = parseActor(request.actor);
  const owner = request.owner === undefined ? undefined : parseOwner(request.owner, deps.kinds);
  const keyId = parseKeyId(keyIdText);
  const key = keyId === undefined ? undefined : await deps.read(keyId);
  if (key === undefined || /* M04 */ (owner !== undefined && !isSameOwner(key.owner, owner)))
    throw keyNotFound();
  const decision = await deps.decide({ actor, action: 'get', owner: key.owner, key });
  if (!decision.ok) throw keyNotFound();
  return { key, actor };
}

/** Who asks for a change to a key, and which version of it they saw. */
export interface ChangeRequest<Kind extends string = string> extends KeyRequest<Kind> {
  /** The `keyVersion` that the record must still have. Default: any version. */
  readonly expectedVersion?: string | undefined;
}

/**
 * Returns what a change must expect of the record: that it is still as it was read, or nothing.
 *
 * @throws {PosternError} `ERR_VERSION_MISMATCH` if another version was read, or there is no record.
 */
export function requireVersion(
  { versionOf }: Pick<ManagementDeps, 'versionOf'>,
  key: ApiKey | undefined,
  { expectedVersion }: ChangeRequest,
): ApiKey | undefined {
  if (expectedVersion === undefined) return undefined;
  if (typeof expectedVersion !== 'string')
    throw invalid('expectedVersion must be a version that keyVersion returned');
  if (key !== undefined && versionOf(key) === expectedVersion) return key;
  throw new PosternError(
    'ERR_VERSION_MISMATCH',
    'the key has changed since it was read, so nothing was written; read it again, then decide',
  );
}

/**
 * Returns the record of a key that is live, and so can be rotated.
 *
 * @throws {PosternError} `ERR_KEY_NOT_LIVE` if it is in another state, or there is no record.
 */
export function requireLive(key: ApiKey | undefined, now: Date): ApiKey {
  if (key !== undefined && keyState(key, now) === 'live') return key;
  throw new PosternError(
    'ERR_KEY_NOT_LIVE',
    'only a live key can be rotated, and only once; issue a new key instead',
  );
}

/**
 * Asks the policy.
 *
 * @throws {PosternError} `ERR_FORBIDDEN`, with the policy's message.
 */
export async function requirePermitted(
  deps: Pick<ManagementDeps, 'decide'>,
  request: KeyPolicyRequest,
): Promise<void> {
  const decision = await deps.decide(request);
  if (!decision.ok) throw new PosternError('ERR_FORBIDDEN', decision.message);
}
