import { type ApiKey, type ApiKeys, isSameOwner, PosternError } from '@postern/core';
import { maskTokens } from './mask-tokens.js';
import type { Call } from './tool.js';

/**
 * Finds a key of an owner that the actor may name, and masks its name.
 *
 * @throws {PosternError} `ERR_KEY_NOT_FOUND`
 */
export async function findKey(call: Call, keyId: string): Promise<ApiKey> {
  return maskName(call.keys, await findStoredKey(call, keyId));
}

/**
 * Finds a key of an owner that the actor may name. Its name is as stored, so its version is too: never show it.
 *
 * @throws {PosternError} `ERR_KEY_NOT_FOUND`
 */
export async function findStoredKey({ keys, options, session }: Call, keyId: string): Promise<ApiKey> {
  const { actor } = session;
  const key = await keys.get(keyId, { actor });
  const owners = await options.ownersOf(actor);
  // M08 owners
  if (owners.some((owner) => isSameOwner(owner, key.owner))) return key;
  throw new PosternError('ERR_KEY_NOT_FOUND', 'there is no such key');
}

/** Masks any token that someone put into the name. */
export function maskName<Named extends { readonly name: string }>(
  { tokenPrefixes }: Pick<ApiKeys, 'tokenPrefixes'>,
  named: Named,
): Named {
  return { ...named, name: maskTokens(named.name, tokenPrefixes).text };
}
