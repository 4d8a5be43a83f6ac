import { type KeyId, PosternError } from '@postern/core';
import type { FoundKey, KeyRepository } from '@postern/core/ports';

/** What a subject does to a repository behind its back. */
export interface Faults {
  isDamaged(id: KeyId): boolean;
  /** Resolves when the repository is unblocked. `undefined` if nothing blocks it. */
  blockedUntil(): Promise<void> | undefined;
}

/** Returns the methods that handle faults. A defect replaces one of them. */
export type OnFaults = (repository: KeyRepository, faults: Faults) => Partial<KeyRepository>;

export function unreadable(cause?: unknown): PosternError {
  return new PosternError('ERR_RECORD_UNREADABLE', 'the record of this key cannot be understood', { cause });
}

/** What a sound repository does. */
export const soundOnFaults: OnFaults = (repository, { isDamaged, blockedUntil }) => ({
  find(ids) {
    const found = repository.find(ids);
    if (!ids.some(isDamaged)) return found;
    return (async () => {
      const all: [KeyId, FoundKey][] = [...(await found)];
      return new Map(all.map(([id, one]) => [id, isDamaged(id) ? { unreadable: true } : one]));
    })();
  },
  get: async (id) => (isDamaged(id) ? Promise.reject(unreadable()) : repository.get(id)),
  revoke: async (...given) => {
    if (blockedUntil() === undefined) return repository.revoke(...given);
    throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage is locked by another connection');
  },
});
