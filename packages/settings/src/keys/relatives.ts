import { type ApiKey, isPosternError, type PosternErrorCode } from '@postern/core';
import type { OwnerPageContext } from '../page-context.js';

/** The other keys of the rotations that a key took part in. */
export interface Relatives {
  /** The key that it replaced. `undefined`: none is known. */
  readonly predecessor: ApiKey | undefined;
  /** The key that replaced it. `undefined`: there isn't one, it is gone, or the person may not see it. */
  readonly successor: ApiKey | undefined;
}

type Subject = Pick<OwnerPageContext, 'keys' | 'owner' | 'actor'>;

/** Finds the keys that a key replaced, and was replaced by. */
export async function findRelatives(subject: Subject, key: ApiKey): Promise<Relatives> {
  const [predecessor, successor] = await Promise.all([
    findPredecessor(subject, key),
    key.successorId === null ? undefined : findKey(subject, key.successorId),
  ]);
  return { predecessor, successor };
}

/** Finds a key of the owner. `undefined`: there isn't one, or the person may not see it. */
export function findKey({ keys, owner, actor }: Subject, keyId: string): Promise<ApiKey | undefined> {
  return unless('ERR_KEY_NOT_FOUND', keys.get(keyId, { owner, actor }));
}

/**
 * Where the key that another one replaced is looked for: first among the keys that still work next to their successor,
 * because those matter most, then among the newest keys in any state.
 */
const searched = ['rotated', 'all'] as const;

/** How many keys of each are looked at. */
const limit = 100;

/**
 * Finds the key that this one replaced. Only the record of the old key says which one replaced it, so this looks at up
 * to 200 of the owner's keys. `undefined`: this one replaced none; or the old one is gone, or not among those; or the
 * person may not list them.
 */
async function findPredecessor({ keys, owner, actor }: Subject, { id }: ApiKey): Promise<ApiKey | undefined> {
  for (const state of searched) {
    const page = await unless('ERR_FORBIDDEN', keys.list({ owner, actor, state, limit }));
    const found = page?.keys.find(({ successorId }) => successorId === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns what was read, or `undefined` if it was refused with this code. */
export async function unless<Value>(
  code: PosternErrorCode,
  read: Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isPosternError(error) && error.code === code) return undefined;
    throw error;
  }
}
