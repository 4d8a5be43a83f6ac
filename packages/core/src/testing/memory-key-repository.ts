import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyId } from '../model/key-id.js';
import { keyState } from '../model/key-state.js';
import { isSameOwner } from '../model/owner.js';
import type { KeyRepository, Position } from '../ports/key-repository.js';

/**
 * Makes a repository that keeps everything in memory. It fulfils the whole contract, and forgets all when the process
 * ends.
 *
 * @example
 * const keys = createApiKeys({ repository: memoryKeyRepository(), hasher: insecureHasher(), owners });
 */
export function memoryKeyRepository(): KeyRepository {
  const records = new Map<KeyId, StoredKey>();
  const entries: AuditEntry[] = [];

  function change(keyId: KeyId, changed: Partial<ApiKey>): void {
    const stored = records.get(keyId);
    if (stored !== undefined) records.set(keyId, { ...stored, key: { ...stored.key, ...changed } });
  }

  return {
    find: (ids) => new Map(ids.flatMap((id) => [...pick(records, id)])),

    async insert(stored, entry) {
      if (records.has(stored.key.id)) return false;
      records.set(stored.key.id, stored);
      entries.push(entry);
      return true;
    },

    async revoke({ keyId, at, reason }, entry) {
      if (records.get(keyId)?.key.revokedAt !== null) return false;
      change(keyId, { revokedAt: at, reason });
      entries.push(entry);
      return true;
    },

    async list({ owner, state, now, after, limit }) {
      const keys = [...records.values()].map(({ key }) => key);
      return keys
        .filter((key) => isSameOwner(key.owner, owner) && (state === 'all' || keyState(key, now) === state))
        .sort((one, other) => newestFirst(placeOfKey(one), placeOfKey(other)))
        .filter((key) => isAfter(placeOfKey(key), after))
        .slice(0, limit);
    },

    async history({ of, after, limit }) {
      return entries
        .filter((entry) => ('keyId' in of ? entry.keyId === of.keyId : isSameOwner(entry.owner, of.owner)))
        .sort(newestFirst)
        .filter((entry) => isAfter(entry, after))
        .slice(0, limit);
    },

    async recordUses(uses) {
      for (const { keyId, at } of uses) {
        const key = records.get(keyId)?.key;
        if (key?.revokedAt === null && (key.lastUsedAt === null || key.lastUsedAt < at))
          change(keyId, { lastUsedAt: at });
      }
    },
  };
}

function* pick<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Generator<[Key, Value]> {
  const value = map.get(key);
  if (value !== undefined) yield [key, value];
}

function placeOfKey(key: ApiKey): Position {
  return { at: key.createdAt, id: key.id };
}

/** Compares IDs by code unit, as databases compare bytes: never by the rules of a language. */
function newestFirst(one: Position, other: Position): number {
  const byInstant = other.at.getTime() - one.at.getTime();
  if (byInstant !== 0) return byInstant;
  if (one.id === other.id) return 0;
  return one.id < other.id ? 1 : -1;
}

function isAfter(place: Position, after: Position | null): boolean {
  return after === null || newestFirst(after, place) < 0;
}
