import { type ApiKey, isPosternError, keyState } from '@postern/core';
import type { Call } from './tool.js';

/**
 * Returns when the successor of a key in its grace period was last used: from `page`, or else from one more read.
 * `null`: not yet, it was purged, or the actor may not see it. `undefined`: the key is not in its grace period.
 */
export async function successorUse(
  { keys, session }: Call,
  key: ApiKey,
  page: readonly ApiKey[] = [],
): Promise<Date | null | undefined> {
  const { owner, successorId } = key;
  if (successorId === null || keyState(key, new Date()) !== 'rotated') return undefined;
  const successor = page.find(({ id }) => id === successorId);
  if (successor !== undefined) return successor.lastUsedAt;
  try {
    return (await keys.get(successorId, { actor: session.actor, owner })).lastUsedAt;
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_KEY_NOT_FOUND') return null;
    throw error;
  }
}
