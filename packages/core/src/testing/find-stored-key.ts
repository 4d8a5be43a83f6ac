import type { StoredKey } from '../model/api-key.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';

/**
 * Finds all that is kept of a key: the record that `get` gives, and the hash that `find` gives. `undefined` where there is
 * no record, or where `find` can't read it.
 *
 * @throws {PosternError} `ERR_RECORD_UNREADABLE`, as `get` does.
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
