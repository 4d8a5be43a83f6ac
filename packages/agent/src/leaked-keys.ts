import { type ApiKey, type ApiKeys, isPosternError } from '@postern/core';
import { findKey } from './find-key.js';
import { findTokens } from './mask-tokens.js';
import type { AgentSession, Call, Deletion, KeyToolsOptions } from './tool.js';

/** How many of the keys in one text are looked up. */
const maxKeys = 10;

/**
 * Finds the keys whose tokens appear in a text that others have seen, so that the person can delete them. Returns
 * only keys that the actor may see and that are not deleted yet.
 *
 * @throws {PosternError} a fault if a dependency does not answer.
 * @example
 * for (const { key, url } of await findLeakedKeys(keys, options, { text, session: { actor } })) console.log(key.name, url);
 */
export function findLeakedKeys(
  keys: ApiKeys,
  options: KeyToolsOptions,
  { text, session }: { readonly text: string; readonly session: AgentSession },
): Promise<readonly Deletion[]> {
  return findLeakedKeysById({ keys, options, session }, findTokens(text, keys.tokenPrefixes) ?? []);
}

/** Does the same for key IDs that have already been found. */
export async function findLeakedKeysById(
  call: Call,
  keyIds: readonly string[],
): Promise<readonly Deletion[]> {
  const found = await Promise.all(keyIds.slice(0, maxKeys).map((keyId) => findVisibleKey(call, keyId)));
  return found.flatMap((key) =>
    key === undefined || key.revokedAt !== null ? [] : [{ key, url: call.options.deleteUrl(key) }],
  );
}

/** Returns `undefined` if the actor may not see such a key, or there isn't one. */
async function findVisibleKey(call: Call, keyId: string): Promise<ApiKey | undefined> {
  try {
    return await findKey(call, keyId);
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_KEY_NOT_FOUND') return undefined;
    throw error;
  }
}
