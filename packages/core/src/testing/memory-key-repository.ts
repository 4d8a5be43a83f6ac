import { TooManyKeysError } from '../errors.js';
import { isSameActor } from '../model/actor.js';
import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import { isAsExpected, wasLastUsedAt } from '../model/expected-key.js';
import { type KeyOffer, offerState } from '../model/key-offer.js';
import { countsTowardCap, expiryInGrace, keyState, keyStates } from '../model/key-state.js';
import { changesAfterLeak } from '../model/leak.js';
import { isSameOwner, type Owner } from '../model/owner.js';
import type { Enabling, EntryOfKey, KeyCap, Rotation } from '../ports/key-changes.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';
import { memoryReads } from './memory-reads.js';

/**
 * Creates a repository that keeps everything in memory. It fulfils the whole contract, and forgets everything when the
 * process ends.
 *
 * @example
 * const keys = createApiKeys({ repository: memoryKeyRepository(), hasher: insecureHasher(), owners });
 */
export function memoryKeyRepository(): KeyRepository {
  const records = new Map<KeyId, StoredKey>();
  /** The key that the last attempt of each request added. */
  const requests = new Map<string, KeyId>();
  const offers = new Map<KeyId, KeyOffer>();
  const log: AuditEntry[] = [];

  /** Checks a cap as if a change had been made, which comes right after this, in the same turn. */
  function requireFit(
    cap: KeyCap | undefined,
    { added = [], gone }: { readonly added?: readonly StoredKey[]; readonly gone?: KeyId | undefined } = {},
  ): void {
    if (cap === undefined) return;
    const { owner, max, now } = cap;
    const successorOf = ({ successorId }: ApiKey) =>
      successorId === null ? undefined : records.get(successorId)?.key;
    const counted = [...records.values(), ...added].filter(
      ({ key }) =>
        key.id !== gone &&
        isSameOwner(key.owner, owner) &&
        countsTowardCap(key, { now, successor: successorOf(key) }),
    );
    if (counted.length > max) throw new TooManyKeysError(max);
  }

  /** Changes a record if it exists and fulfils the conditions. Returns whether it did. */
  function changeIf(
    { keyId, expected, cap }: Pick<Enabling, 'keyId' | 'expected' | 'cap'>,
    fulfilsConditions: (stored: StoredKey) => boolean,
    changed: Partial<ApiKey>,
    ...entries: readonly AuditEntry[]
  ): boolean {
    const stored = records.get(keyId);
    if (stored === undefined || !fulfilsConditions(stored) || !isAsExpected(stored.key, expected))
      return false;
    requireFit(cap);
    records.set(keyId, { ...stored, key: { ...stored.key, ...changed } });
    log.push(...entries);
    return true;
  }

  function add(stored: StoredKey, entries: readonly AuditEntry[], cap: KeyCap | undefined): boolean {
    if (records.has(stored.key.id)) return false;
    requireFit(cap, { added: [stored] });
    records.set(stored.key.id, stored);
    log.push(...entries);
    return true;
  }

  function rotate(
    { keyId, at, graceEndsAt, successor, expected, predecessorReason: reason }: Rotation,
    entries: readonly AuditEntry[],
    entryOf: EntryOfKey,
  ): boolean {
    if (records.has(successor.key.id)) return false;
    const expiresAt = expiryInGrace(records.get(keyId)?.key.expiresAt ?? null, graceEndsAt);
    const ended = graceEndsAt === null ? { revokedAt: at } : { expiresAt };
    const isAsRead = ({ key }: StoredKey) => keyState(key, at) === 'live' && key.name === successor.key.name;
    const rotated = { rotatedAt: at, successorId: successor.key.id, ...ended };
    const predecessors = [...records.values()].filter((stored) =>
      isPredecessor(stored, { keyId, at, owner: successor.key.owner }),
    );
    const all = [...entries, ...predecessors.map(({ key }) => entryOf(key))];
    if (!changeIf({ keyId, expected }, isAsRead, rotated, ...all)) return false;
    for (const { key } of predecessors) changeIf({ keyId: key.id }, isUnrevoked, { revokedAt: at, reason });
    records.set(successor.key.id, successor);
    return true;
  }

  /** Marks an offer if it is open, and does `change` in the same step. */
  function endOffer(
    offerId: KeyId,
    at: Date,
    ended: Partial<KeyOffer>,
    change: () => boolean = () => true,
  ): boolean {
    const offer = offers.get(offerId);
    if (offer === undefined || offerState(offer, at) !== 'open' || !change()) return false;
    offers.set(offerId, { ...offer, ...ended });
    return true;
  }

  return {
    ...memoryReads(records, log),

    insert: async (stored, entry, cap) => add(stored, [entry], cap),

    async insertIdempotent({ stored, requestId, reason, cap }, entry, entryOf) {
      if (records.has(stored.key.id)) return 'taken';
      const ofEarlierAttempt = records.get(requests.get(requestId) ?? stored.key.id);
      // Someone has the successor's token, whatever happened to the record since.
      if (ofEarlierAttempt !== undefined && ofEarlierAttempt.key.rotatedAt !== null) return 'used';
      const earlier = ofEarlierAttempt && isUnrevoked(ofEarlierAttempt) ? ofEarlierAttempt.key : undefined;
      if (earlier !== undefined && earlier.lastUsedAt !== null) return 'used';
      requireFit(cap, { added: [stored], gone: earlier?.id });
      if (earlier !== undefined) {
        const revoked = { revokedAt: stored.key.createdAt, reason };
        changeIf({ keyId: earlier.id }, isUnrevoked, revoked, entryOf(earlier));
      }
      records.set(stored.key.id, stored);
      requests.set(requestId, stored.key.id);
      log.push(entry);
      return 'inserted';
    },

    async revoke({ at, reason, ...change }, entry) {
      return changeIf(change, isUnrevoked, { revokedAt: at, reason }, entry);
    },

    async revokeAll({ owner, at, reason, createdBefore, limit }, entryOf) {
      const isAffected = ({ key }: StoredKey) =>
        isSameOwner(key.owner, owner) && (createdBefore === null || key.createdAt < createdBefore);
      const affected = [...records.values()]
        .filter((stored) => isUnrevoked(stored) && isAffected(stored))
        .slice(0, limit);
      // All entries are created before the first change, so that a throw leaves nothing half done.
      const entries = affected.map(({ key }) => entryOf(key));
      for (const { key } of affected) changeIf({ keyId: key.id }, isUnrevoked, { revokedAt: at, reason });
      log.push(...entries);
      return affected.map(({ key }) => key.id);
    },

    async disable({ at, by, reason, over, lastUsedAt, ...change }, entry) {
      const isAsDecided = ({ key }: StoredKey) =>
        wasLastUsedAt(key, lastUsedAt) &&
        (over === null
          ? keyStates[keyState(key, at)].accepted
          : key.revokedAt === null && isSameActor(key.disabledBy, over));
      return changeIf(change, isAsDecided, { disabledAt: at, disabledBy: by, reason }, entry);
    },

    async reportLeak({ keyId, knownSince, ...ending }, entries) {
      const stored = records.get(keyId);
      if (stored === undefined) return { recorded: false, changed: false };
      const changes = changesAfterLeak(stored.key, ending);
      const isKnown = log.some(
        (entry) => entry.keyId === keyId && entry.action === 'leak_reported' && entry.at >= knownSince,
      );
      if (changes !== undefined) records.set(keyId, { ...stored, key: { ...stored.key, ...changes } });
      if (changes !== undefined && entries.changed !== null) log.push(entries.changed);
      if (!isKnown) log.push(entries.reported);
      return { recorded: !isKnown, changed: changes !== undefined };
    },

    async enable({ disabledAt, disabledBy, ...change }, entry) {
      const isSameDisabling = ({ key }: StoredKey) =>
        key.revokedAt === null &&
        key.disabledAt?.getTime() === disabledAt.getTime() &&
        isSameActor(key.disabledBy, disabledBy);
      return changeIf(change, isSameDisabling, { disabledAt: null, disabledBy: null, reason: null }, entry);
    },

    async rename({ name, ...change }, entry) {
      const hasOtherName = (stored: StoredKey) => isUnrevoked(stored) && stored.key.name !== name;
      return changeIf(change, hasOtherName, { name }, entry);
    },

    rotate: async (rotation, entries, entryOf) => rotate(rotation, entries, entryOf),

    async rehash({ keyId, from, to }, entry) {
      const stored = records.get(keyId);
      if (stored === undefined || stored.hash !== from || !isUnrevoked(stored)) return false;
      records.set(keyId, { ...stored, hash: to });
      log.push(entry);
      return true;
    },

    async purge({ revokedBefore, limit }, entryOf) {
      const removed = [...records.values()]
        .filter(({ key }) => key.revokedAt !== null && key.revokedAt < revokedBefore)
        .slice(0, limit);
      const entries = removed.map(({ key }) => entryOf(key));
      for (const { key } of removed) records.delete(key.id);
      log.push(...entries);
      return removed.length;
    },

    async recordUses(uses) {
      for (const { keyId, at } of uses) {
        const isLater = (stored: StoredKey) =>
          isUnrevoked(stored) && (stored.key.lastUsedAt === null || stored.key.lastUsedAt < at);
        changeIf({ keyId }, isLater, { lastUsedAt: at });
      }
    },

    async insertOffer({ offer, forgetBefore }, entry) {
      if (offers.has(offer.id)) return false;
      for (const { id, expiresAt } of [...offers.values()]) if (expiresAt < forgetBefore) offers.delete(id);
      offers.set(offer.id, offer);
      log.push(entry);
      return true;
    },

    getOffer: async (offerId) => offers.get(offerId),

    async withdrawOffer({ offerId, at }, entry) {
      const withdrawn = endOffer(offerId, at, { withdrawnAt: at });
      if (withdrawn) log.push(entry);
      return withdrawn;
    },

    async claimOffer({ offerId, at, change, cap }, entries, entryOf) {
      return endOffer(offerId, at, { claimedAt: at }, () =>
        'insert' in change ? add(change.insert, entries, cap) : rotate(change.rotate, entries, entryOf),
      );
    },
  };
}

function isUnrevoked({ key }: StoredKey): boolean {
  return key.revokedAt === null;
}

/** Whether a record has this successor, and still works or could be enabled again. */
function isPredecessor(
  { key }: StoredKey,
  { keyId, at, owner }: { readonly keyId: KeyId; readonly at: Date; readonly owner: Owner },
): boolean {
  const isOver = key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= at);
  return key.successorId === keyId && isSameOwner(key.owner, owner) && !isOver;
}
