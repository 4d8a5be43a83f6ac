import { isDeepStrictEqual } from 'node:util';
import type { KeyId, Verification } from '../src/index.js';
import type { KeyRepository, StoredKey } from '../src/ports.js';
import { memoryKeyRepository } from '../src/testing/index.js';
import type { Steps } from './steps.js';
import type { Verify } from './verify-and-revoke.js';

/** Remembers the verdict instead of the proof: a token that was accepted once is accepted without a read. */
export function rememberedVerdicts(): Verify {
  const accepted = new WeakMap<object, Verification>();
  return async ({ keys, token }) => {
    const known = accepted.get(keys);
    if (known !== undefined) return known;
    const verified = await keys.verify(token);
    if (verified.ok) accepted.set(keys, verified);
    return verified;
  };
}

/** Does not read the record again after the hash, so a change while the token is hashed goes unnoticed. */
export function unreadAfterHash(): Verify {
  return async ({ keys, token, watch, key }) => {
    const before = watch.record(key.id);
    const verified = await keys.verify(token);
    const isAccepted = before?.key.revokedAt === null && !verified.ok;
    return isAccepted
      ? { ok: true, principal: { owner: key.owner, keyId: key.id, permissions: [] } }
      : verified;
  };
}

/** Writes uses by reading the record and later writing all of it back. */
export function readModifyWrite(steps: Steps): KeyRepository {
  const { repository, record, overwrite } = overwritable();
  return {
    ...repository,
    async recordUses(uses) {
      for (const use of uses) {
        const read = record(use.keyId);
        await steps.call('read before the write', () => read);
        if (isDeepStrictEqual(read, record(use.keyId))) await repository.recordUses([use]);
        else if (read !== undefined) overwrite({ ...read, key: { ...read.key, lastUsedAt: use.at } });
      }
    },
  };
}

/** Disables any key that is not revoked or expired, no matter who has disabled it since the decision. */
export function disableWithoutCompare(): KeyRepository {
  const { repository, record } = overwritable();
  return {
    ...repository,
    disable(disabling, entry) {
      const over = record(disabling.keyId)?.key.disabledBy ?? null;
      return repository.disable({ ...disabling, over }, entry);
    },
  };
}

/** Disables a key even if it was used since it was read. */
export function disableWithoutLastUse(): KeyRepository {
  const repository = memoryKeyRepository();
  return {
    ...repository,
    disable: ({ lastUsedAt: _lastUsedAt, ...disabling }, entry) => repository.disable(disabling, entry),
  };
}

/** Writes a renewed hash no matter what is stored, and in what state the key is. */
export function rehashWithoutCompare(): KeyRepository {
  const { repository, record, overwrite } = overwritable();
  return {
    ...repository,
    async rehash(rehash, entry) {
      if (await repository.rehash(rehash, entry)) return true;
      const stored = record(rehash.keyId);
      if (stored !== undefined) overwrite({ ...stored, hash: rehash.to });
      return stored !== undefined;
    },
  };
}

/** Replaces a live record by a successor, no matter what name the record has by then. */
export function rotateWithoutCompare(): KeyRepository {
  const { repository, record, overwrite } = overwritable();
  return {
    ...repository,
    async rotate(rotation, entries, entryOf) {
      const { key, hash } = rotation.successor;
      const name = record(rotation.keyId)?.key.name ?? key.name;
      const isRotated = await repository.rotate(
        { ...rotation, successor: { key: { ...key, name }, hash } },
        entries,
        entryOf,
      );
      if (isRotated) overwrite(rotation.successor);
      return isRotated;
    },
  };
}

/** A correct repository whose records can also be overwritten. */
function overwritable() {
  const inner = memoryKeyRepository();
  const overwritten = new Map<KeyId, StoredKey>();
  const record = (keyId: KeyId): StoredKey | undefined => {
    const found = (inner.find([keyId]) as ReadonlyMap<KeyId, StoredKey>).get(keyId);
    return overwritten.get(keyId) ?? found;
  };
  const find = (keyIds: readonly KeyId[]) =>
    new Map(
      keyIds.flatMap((keyId): [KeyId, StoredKey][] => {
        const stored = record(keyId);
        return stored === undefined ? [] : [[keyId, stored]];
      }),
    );
  const overwrite = (stored: StoredKey) => void overwritten.set(stored.key.id, stored);
  const get = async (keyId: KeyId) => record(keyId)?.key;
  return { repository: { ...inner, find, get }, record, overwrite };
}
