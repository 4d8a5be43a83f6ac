import { type ApiKey, type ApiKeys, isPosternError } from '@postern/core';
import { findKey } from './find-key.js';
import { findTokens } from './mask-tokens.js';
import type { AgentSession, Call, Deletion, KeyToolsOptions } from './tool.js';

/** How many keys one text is looked through for. */
const maxKeys = 10;

/**
 * Says which keys somebody should delete whose token stands in a text that others have seen: of those that the actor may see,
 * the ones that are not deleted yet.
 *
 * @throws {PosternError} a fault.
 * @example
 * for (const { key, url } of await findLeakedKeys(keys, options, { text, session: { actor } })) console.log(key.name, url);
 */
export function findLeakedKeys(
  keys: ApiKeys,
  options: KeyToolsOptions,
  { text, session }: { readonly text: string; readonly session: AgentSession },
): Promise<readonly Deletion[]> {
  return findLeakedKeysById({ keys, options, session }, findTokens(text, keys.kinds) ?? []);
}

/** The same for key IDs that were found. */
export async function findLeakedKeysById(
  call: Call,
  keyIds: readonly string[],
): Promise<readonly Deletion[]> {
  const found = await Promise.all(keyIds.slice(0, maxKeys).map((keyId) => findVisibleKey(call, keyId)));
  return found.flatMap((key) =>
    key === undefined || key.revokedAt !== null ? [] : [{ key, url: call.options.deleteUrl(key) }],
  );
}

/** `undefined`: it is none that the actor may see. */
async function findVisibleKey(call: Call, keyId: string): Promise<ApiKey | undefined> {
  try {
    return await findKey(call, keyId);
  } catch (error) {
    if (isPosternError(error) && error.code === 'ERR_KEY_NOT_FOUND') return undefined;
    throw error;
  }
}
