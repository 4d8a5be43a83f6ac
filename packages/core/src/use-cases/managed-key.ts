import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { parseKeyId } from '../model/key-id.js';
import { isSameOwner, type Owner } from '../model/owner.js';
import type { ManagementPorts } from './management-ports.js';
import { keyNotFound, parseActor, parseOwner } from './parse-request.js';

/** Names the key that a management operation is about, and who asks. */
export interface KeyRequest<Kind extends string = string> {
  readonly actor: Actor;
  /** Where it is given, a key of another owner is unknown. Give it where the owner stands in the route. */
  readonly owner?: Owner<Kind> | undefined;
}

/**
 * Finds a key for somebody who may see it.
 *
 * @throws {PosternError} `ERR_KEY_NOT_FOUND` where it isn't there, is another owner's, or may not be seen.
 */
export async function findManagedKey(
  ports: ManagementPorts,
  keyIdText: string,
  request: KeyRequest,
): Promise<{ readonly key: ApiKey; readonly actor: Actor }> {
  const actor = parseActor(request.actor);
  const owner = request.owner === undefined ? undefined : parseOwner(request.owner, ports.kinds);
  const keyId = parseKeyId(keyIdText);
  const key = keyId === undefined ? undefined : await ports.read(keyId);
  if (key === undefined || /* M04 */ (owner !== undefined && !isSameOwner(key.owner, owner)))
    throw keyNotFound();
  const decision = await ports.decide({ actor, action: 'get', owner: key.owner, key });
  if (!decision.ok) throw keyNotFound();
  return { key, actor };
}
