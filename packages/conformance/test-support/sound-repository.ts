import { isDeepStrictEqual } from 'node:util';
import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { type OnFaults, soundOnFaults } from './with-faults.js';

/** A repository that fulfils the contract, with methods that let a defect bypass it. */
export interface SoundRepository extends KeyRepository {
  /** The record as it is now. */
  recordOf(keyId: KeyId): StoredKey | undefined;
  /** Overwrites fields of a record unconditionally. */
  overwrite(keyId: KeyId, change: Partial<ApiKey>): void;
  /** Permanently restores an earlier version of a record, if the record has changed. */
  restore(stored: StoredKey): void;
  /** Removes audit entries from the history. */
  hide(...entries: readonly AuditEntry[]): void;
  /** What it does with a damaged record, and while it is blocked. */
  readonly onFaults: OnFaults;
}

export function soundRepository(): SoundRepository {
  const sound = memoryKeyRepository();
  const overwritten = new Map<KeyId, Partial<ApiKey>>();
  const restored = new Map<KeyId, StoredKey>();
  const hidden = new Set<AuditEntry>();

  const seen = (key: ApiKey): ApiKey => restored.get(key.id)?.key ?? { ...key, ...overwritten.get(key.id) };

  function recordOf(id: KeyId): StoredKey | undefined {
    const found = (sound.find([id]) as ReadonlyMap<KeyId, StoredKey>).get(id);
    if (found === undefined) return restored.get(id);
    return restored.get(id) ?? { ...found, key: seen(found.key) };
  }

  return {
    ...sound,
    onFaults: soundOnFaults,
    recordOf,
    find: (ids) =>
      new Map(
        ids.flatMap((id) => {
          const found = recordOf(id);
          return found === undefined ? [] : [[id, found] as const];
        }),
      ),
    get: async (id) => recordOf(id)?.key,
    list: async (query) => (await sound.list(query)).map(seen),
    async history(query) {
      const all = await sound.history({ ...query, limit: query.limit + hidden.size });
      return all.filter((entry) => !hidden.has(entry)).slice(0, query.limit);
    },
    overwrite: (id, change) => overwritten.set(id, { ...overwritten.get(id), ...change }),
    restore(stored) {
      const { id } = stored.key;
      if (!isDeepStrictEqual(recordOf(id), stored)) restored.set(id, stored);
    },
    hide(...entries) {
      for (const entry of entries) hidden.add(entry);
    },
  };
}
