import type { StoredKey } from '../src/model/api-key.js';
import type { KeyRepository } from '../src/ports/key-repository.js';
import { isPromiseLike } from '../src/ports/maybe-promise.js';
import type { KeyId } from '../src/token/key-id.js';

/** Watches what happens to records. */
export interface RecordWatch {
  /** To be used instead of the repository: it reports the key IDs of records that may be added. */
  readonly repository: KeyRepository;
  /** Checks all records that ever existed. Throws if one changed in a way that no verb may change it. */
  look(): void;
  keyIds(): readonly KeyId[];
  /** A record as it is now; `undefined` if there is none, or no longer. */
  record(keyId: KeyId): StoredKey | undefined;
  /** How often the hash of a record was seen to change. */
  rehashes(keyId: KeyId): number;
}

/** Watches a repository whose `find` answers synchronously, with whole records. */
export function recordWatch(inner: KeyRepository): RecordWatch {
  const seen = new Map<KeyId, StoredKey | 'not there yet' | 'purged'>();
  const rehashes = new Map<KeyId, number>();

  function find(keyIds: readonly KeyId[]): (keyId: KeyId) => StoredKey | undefined {
    const found = inner.find(keyIds);
    if (isPromiseLike(found)) throw new Error('a repository that answers by promise cannot be watched');
    return (keyId) => {
      const one = found.get(keyId);
      return one !== undefined && 'hash' in one ? (one as StoredKey) : undefined;
    };
  }

  function expect(keyId: KeyId): void {
    if (!seen.has(keyId)) seen.set(keyId, 'not there yet');
  }

  function look(): void {
    const record = find([...seen.keys()]);
    for (const [keyId, before] of seen) {
      const after = record(keyId);
      if (after === before) continue;
      if (before === 'purged' && after !== undefined) throw new Error('a record that was purged is back');
      if (typeof before === 'object') requireLawful(before, after);
      if (typeof before === 'object' && after !== undefined && before.hash !== after.hash)
        rehashes.set(keyId, (rehashes.get(keyId) ?? 0) + 1);
      if (after !== undefined) seen.set(keyId, after);
      else if (typeof before === 'object') seen.set(keyId, 'purged');
    }
    for (const stored of seen.values()) {
      const successorId = typeof stored === 'object' ? stored.key.successorId : null;
      if (
        successorId !== null &&
        typeof seen.get(successorId) !== 'object' &&
        seen.get(successorId) !== 'purged'
      )
        throw new Error('a key is rotated, but has no successor');
    }
  }

  return {
    repository: {
      ...inner,
      insert(stored, entry, cap) {
        expect(stored.key.id);
        return inner.insert(stored, entry, cap);
      },
      rotate(rotation, entries, entryOf) {
        expect(rotation.successor.key.id);
        return inner.rotate(rotation, entries, entryOf);
      },
    },
    look,
    keyIds: () => [...seen.keys()],
    record: (keyId) => find([keyId])(keyId),
    rehashes: (keyId) => rehashes.get(keyId) ?? 0,
  };
}

/** Checks what must be true of every change to a record, whichever verb makes it. */
function requireLawful(before: StoredKey, after: StoredKey | undefined): void {
  const { revokedAt, rotatedAt, successorId, lastUsedAt } = before.key;
  if (after === undefined) {
    if (revokedAt === null) throw new Error('a record was removed that was not revoked');
    return;
  }
  if (revokedAt !== null && JSON.stringify(before) !== JSON.stringify(after))
    throw new Error('a revoked record was changed');
  if (rotatedAt !== null && (after.key.rotatedAt === null || after.key.successorId !== successorId))
    throw new Error('a rotation was undone, or done again');
  if (lastUsedAt !== null && (after.key.lastUsedAt === null || after.key.lastUsedAt < lastUsedAt))
    throw new Error('a use was undone');
}
