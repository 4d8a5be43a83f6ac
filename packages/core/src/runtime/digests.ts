import { createHash } from 'node:crypto';
import type { ApiKey } from '../model/api-key.js';
import type { RequestIdentity } from '../model/new-key.js';

/**
 * Returns the version of a record: 43 characters of base64url that differ after every change to the record, and are the
 * same everywhere for the same record. Uses do not count. Use it as an entity tag (RFC 9110 §8.8.3), and pass it as
 * `expectedVersion` to change a key only if it is still as you saw it.
 *
 * @example
 * await keys.rename(key.id, { actor, name: 'Nightly build', expectedVersion: keyVersion(key) });
 */
export function keyVersion(key: ApiKey): string {
  const { id, name, expiresAt, rotatedAt, disabledAt, disabledBy, revokedAt } = key;
  const instants = [expiresAt, rotatedAt, disabledAt, revokedAt].map((at) => at?.getTime() ?? null);
  const content = JSON.stringify([id, name, ...instants, disabledBy?.kind ?? null, disabledBy?.id ?? null]);
  return createHash('sha256').update(content).digest('base64url');
}

/**
 * Returns an ID that all attempts of one request share: 43 characters of base64url. It includes the actor, so that no
 * actor can replace a key that another one requested, and reveals nothing about the client's idempotency key.
 */
export function requestIdOf({ owner, actor, idempotencyKey }: RequestIdentity): string {
  const name = JSON.stringify([owner.kind, owner.id, actor.kind, actor.id, idempotencyKey]);
  return createHash('sha256').update(name).digest('base64url');
}
