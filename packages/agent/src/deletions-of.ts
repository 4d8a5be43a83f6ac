import { type ApiKey, type ApiKeys, isPosternError } from '@postern/core';
import { findKey } from './find-key.js';
import { findTokens } from './mask-tokens.js';
import type { AgentSession, Call, Deletion, KeyToolsOptions } from './tool.js';

/** How many keys one text is looked through for. */
const mostKeys = 10;

/**
 * Says which keys somebody should delete whose token stands in a text that others have seen: of those that the actor may see,
 * the ones that are not deleted yet.
 *
 * @throws {PosternError} a fault.
 * @example
 * for (const { key, url } of await deletionsOf(keys, options, { text, session: { actor } })) console.log(key.name, url);
 */
export function deletionsOf(
  keys: ApiKeys,
  options: KeyToolsOptions,
  { text, session }: { readonly text: string; readonly session: AgentSession },
): Promise<readonly Deletion[]> {
  return deletionsOfKeys({ keys, options, session }, findTokens(text, keys.kinds) ?? []);
}

/** The same for key IDs that were found. */
export async function deletionsOfKeys(call: Call, keyIds: readonly string[]): Promise<readonly Deletion[]> {
  const found = await Promise.all(keyIds.slice(0, mostKeys).map((keyId) => findSeenKey(call, keyId)));
  return found.flatMap((key) => (key === undefined || key.revokedAt !== null ? [] : [deletionOf(call, key)]));
}

/** Where a key is deleted. */
export function deletionOf({ options }: Call, key: ApiKey): Deletion {
  return { key, url: options.deleteUrl(key) };
}

/** `undefined`: it is none that the actor may see. */
async function findSeenKey(call: Call, keyId: string): Promise<ApiKey | undefined> {
  try {
    return await findKey(call, keyId);
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_KEY_NOT_FOUND') return undefined;
    throw error;
  }
}
