import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import { passesFilter } from '../model/key-filter.js';
import { keyOrder, type Position } from '../model/key-order.js';
import { isInState } from '../model/key-state.js';
import { livesBeyond } from '../model/lifetime.js';
import { isSameOwner } from '../model/owner.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';

/** The methods that read. Nothing that a caller does with a record changes what is stored. */
export function memoryReads(
  records: ReadonlyMap<KeyId, StoredKey>,
  log: readonly AuditEntry[],
): Pick<KeyRepository, 'find' | 'get' | 'list' | 'listAll' | 'history'> {
  return {
    find(ids) {
      const found = new Map<KeyId, StoredKey>();
      for (const id of ids) {
        const stored = records.get(id);
        if (stored !== undefined) found.set(id, { key: copyOf(stored.key), hash: stored.hash });
      }
      return found;
    },

    async get(keyId) {
      const stored = records.get(keyId);
      return stored && copyOf(stored.key);
    },

    async list({ owner, state, now, livesBeyondMs, after, limit }) {
      const keys = [...records.values()].map(({ key }) => key);
      return keys
        .filter((key) => isSameOwner(key.owner, owner) && isInState(key, state, now))
        .filter((key) => livesBeyond(key, livesBeyondMs))
        .sort((one, other) => compare(positionOf(one), positionOf(other)))
        .filter((key) => isAfter(positionOf(key), after))
        .slice(0, limit)
        .map(copyOf);
    },

    async listAll({ after, limit, ...filter }) {
      const order = keyOrder(filter);
      const found = [...records.values()]
        .map(({ key }) => ({ key, position: order.positionOf(key) }))
        .filter(({ key, position }) => passesFilter(key, filter) && isAfter(position, after, order))
        .sort((one, other) => order.compare(one.position, other.position));
      const listed = found.slice(0, limit);
      const next = found.length > limit ? listed.at(-1)?.position : undefined;
      return { keys: listed.map(({ key }) => copyOf(key)), next: next ?? null };
    },

    async history({ of, after, limit }) {
      return log
        .filter((entry) => ('keyId' in of ? entry.keyId === of.keyId : isSameOwner(entry.owner, of.owner)))
        .sort(compare)
        .filter((entry) => isAfter(entry, after))
        .slice(0, limit);
    },
  };
}

/** Copies a record, so that a caller who changes it doesn't change what is stored. */
function copyOf(key: ApiKey): ApiKey {
  return {
    ...key,
    owner: { ...key.owner },
    scopes: key.scopes && [...key.scopes],
    createdAt: new Date(key.createdAt),
    createdBy: { ...key.createdBy },
    expiresAt: key.expiresAt && new Date(key.expiresAt),
    rotatedAt: key.rotatedAt && new Date(key.rotatedAt),
    disabledAt: key.disabledAt && new Date(key.disabledAt),
    disabledBy: key.disabledBy && { ...key.disabledBy },
    revokedAt: key.revokedAt && new Date(key.revokedAt),
    lastUsedAt: key.lastUsedAt && new Date(key.lastUsedAt),
  };
}

const newestFirst = keyOrder({});
const { positionOf, compare } = newestFirst;

function isAfter(position: Position, after: Position | null, order = newestFirst): boolean {
  return after === null || order.compare(after, position) < 0;
}
