import { PosternError } from '../errors.js';
import { type Actor, actorReference } from '../model/actor.js';
import type { StoredKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { RequestName } from '../model/request-name.js';
import { auditEntry } from './audit-entry.js';
import type { ManagementPorts } from './management-ports.js';

const reason = 'a retry of the request that issued it took its place';

export interface InsertNewKeyPorts extends ManagementPorts {
  readonly requestIdOf: (name: RequestName) => string;
}

/**
 * Adds the record of a key that was issued, in the place of the one that an earlier attempt of the same request left.
 * `false`: the key ID is taken.
 *
 * @throws {PosternError} `ERR_ALREADY_ISSUED` where that one is in use.
 */
export async function insertNewKey(
  ports: InsertNewKeyPorts,
  stored: StoredKey,
  { actor, idempotencyKey }: { readonly actor: Actor; readonly idempotencyKey: string | undefined },
): Promise<boolean> {
  const { repository, events } = ports;
  const { owner, createdAt: at } = stored.key;
  const entry = auditEntry(ports, { action: 'issued', key: stored.key, actor, at, reason: null });
  // M07 retry
  if (idempotencyKey === undefined) return repository.insert(stored, entry);

  const requestId = ports.requestIdOf({ owner, actor: actorReference(actor), idempotencyKey });
  const replaced = new Set<KeyId>();
  const outcome = await repository.insertIdempotent({ stored, requestId, reason }, entry, (earlier) => {
    replaced.add(earlier.id);
    return auditEntry(ports, { action: 'revoked', key: earlier, actor, at, reason });
  });
  if (outcome === 'used') throw alreadyIssued();
  if (outcome === 'inserted') for (const keyId of replaced) events.emit({ type: 'revoked', keyId, owner });
  return outcome === 'inserted';
}

function alreadyIssued(): PosternError {
  return new PosternError(
    'ERR_ALREADY_ISSUED',
    'an earlier attempt of this request issued a key that is in use, so no other one was issued; go on with that key, or use another idempotency key',
  );
}
