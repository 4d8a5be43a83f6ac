import { createHash } from 'node:crypto';
import type { ApiKey } from '../model/api-key.js';
import type { RequestName } from '../model/new-key.js';

/**
 * Gives the version of a record: 43 characters of base64url that are others as soon as a change alters the record, and the
 * same wherever it says the same. Uses do not count. It serves as an entity tag (RFC 9110 §8.8.3), and goes into
 * `expectedVersion` of whoever wants to change what they saw and nothing else.
 *
 * @example
 * await keys.rename(key.id, { actor, name: 'Nightly build', expectedVersion: keyVersion(key) });
 */
export function keyVersion(key: ApiKey): string {
  const { id, name, expiresAt, rotatedAt, disabledAt, disabledBy, revokedAt } = key;
  const instants = [expiresAt, rotatedAt, disabledAt, revokedAt].map((at) => at?.getTime() ?? null);
  const said = JSON.stringify([id, name, ...instants, disabledBy?.kind ?? null, disabledBy?.id ?? null]);
  return createHash('sha256').update(said).digest('base64url');
}

/**
 * Gives what the attempts of one request have in common: 43 characters of base64url. The actor is a part of it, so that
 * nobody takes the place of a key that another one asked for; and it shows nothing of what a client chose as its key.
 */
export function requestIdOf({ owner, actor, idempotencyKey }: RequestName): string {
  const name = JSON.stringify([owner.kind, owner.id, actor.kind, actor.id, idempotencyKey]);
  return createHash('sha256').update(name).digest('base64url');
}
