import type { StoredKey } from '../model/api-key.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';

/**
 * Finds everything that is stored of a key: the record that `get` returns, and the hash that `find` returns.
 * `undefined` if there is no record, or if `find` can't read it.
 *
 * @throws {PosternError} `ERR_RECORD_UNREADABLE`, like `get`.
 * @example
 * (await findStoredKey(repository, key.id))?.hash.startsWith('$argon2id$'); // true
 */
export async function findStoredKey(
  repository: Pick<KeyRepository, 'find' | 'get'>,
  keyId: KeyId,
): Promise<StoredKey | undefined> {
  const found = (await repository.find([keyId])).get(keyId);
  const key = await repository.get(keyId);
  return key !== undefined && found !== undefined && 'hash' in found ? { key, hash: found.hash } : undefined;
}
