import { createHash } from 'node:crypto';
import type { RequestName } from '../model/request-name.js';

/**
 * Gives what the attempts of one request have in common: 43 characters of base64url. The actor is a part of it, so that
 * nobody takes the place of a key that another one asked for; and it shows nothing of what a client chose as its key.
 */
export function requestIdOf({ owner, actor, idempotencyKey }: RequestName): string {
  const name = JSON.stringify([owner.kind, owner.id, actor.kind, actor.id, idempotencyKey]);
  return createHash('sha256').update(name).digest('base64url');
}
