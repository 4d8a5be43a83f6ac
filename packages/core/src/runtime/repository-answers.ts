import type { ActorReference } from '../model/actor.js';
import type { ApiKey, VerifiableKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyOffer, OfferedRotation } from '../model/key-offer.js';
import type { Owner } from '../model/owner.js';
import { type KeyId, parseKeyId } from '../token/key-id.js';

/**
 * Checks what a repository returns, down to the types of its fields. A repository may be written in plain JavaScript,
 * on top of a driver that returns strings for lists and `Invalid Date` for dates that it can't read. With those, a key
 * would never expire, and any substring would be a scope.
 */
export function isVerifiable(found: unknown, keyId: KeyId): found is VerifiableKey {
  if (!isObject(found) || typeof found.hash !== 'string' || found.hash === '' || !isObject(found.key))
    return false;
  const { id, owner, scopes, expiresAt, disabledAt, revokedAt } = found.key;
  return (
    id === keyId &&
    isOwner(owner) &&
    (scopes === null || isListOfStrings(scopes)) &&
    isInstantOrNull(expiresAt) &&
    isInstantOrNull(disabledAt) &&
    isInstantOrNull(revokedAt)
  );
}

export function isApiKey(key: unknown): key is ApiKey {
  return (
    isObject(key) &&
    isKeyId(key.id) &&
    isOwner(key.owner) &&
    typeof key.name === 'string' &&
    (key.scopes === null || isListOfStrings(key.scopes)) &&
    isInstant(key.createdAt) &&
    isActor(key.createdBy) &&
    isInstantOrNull(key.expiresAt) &&
    isInstantOrNull(key.rotatedAt) &&
    (key.successorId === null || isKeyId(key.successorId)) &&
    isInstantOrNull(key.disabledAt) &&
    (key.disabledBy === null || isActor(key.disabledBy)) &&
    isInstantOrNull(key.revokedAt) &&
    isTextOrNull(key.reason) &&
    isInstantOrNull(key.lastUsedAt)
  );
}

export function isAuditEntry(entry: unknown): entry is AuditEntry {
  return (
    isObject(entry) &&
    typeof entry.id === 'string' &&
    isKeyId(entry.keyId) &&
    isOwner(entry.owner) &&
    typeof entry.action === 'string' &&
    isActor(entry.actor) &&
    isInstant(entry.at) &&
    isTextOrNull(entry.reason)
  );
}

export function isKeyOffer(offer: unknown): offer is KeyOffer {
  return (
    isObject(offer) &&
    isKeyId(offer.id) &&
    isOwner(offer.owner) &&
    typeof offer.name === 'string' &&
    (offer.scopes === null || isListOfStrings(offer.scopes)) &&
    isInstantOrNull(offer.keyExpiresAt) &&
    (offer.rotation === null || isRotation(offer.rotation)) &&
    isInstant(offer.offeredAt) &&
    isActor(offer.offeredBy) &&
    isInstant(offer.expiresAt) &&
    isInstantOrNull(offer.claimedAt) &&
    isInstantOrNull(offer.withdrawnAt)
  );
}

export function isKeyId(id: unknown): id is KeyId {
  return parseKeyId(id) !== undefined;
}

function isRotation(rotation: unknown): rotation is OfferedRotation {
  return isObject(rotation) && isKeyId(rotation.keyId) && Number.isInteger(rotation.graceMs);
}

function isOwner(owner: unknown): owner is Owner {
  return isObject(owner) && typeof owner.kind === 'string' && typeof owner.id === 'string';
}

function isActor(actor: unknown): actor is ActorReference {
  return isOwner(actor) && ['user', 'key', 'system'].includes(actor.kind);
}

function isTextOrNull(text: unknown): text is string | null {
  return text === null || typeof text === 'string';
}

function isInstant(instant: unknown): instant is Date {
  // Checks the tag, which an object that merely has the methods of a date lacks.
  return Object.prototype.toString.call(instant) === '[object Date]' && !Number.isNaN(Number(instant));
}

function isInstantOrNull(instant: unknown): instant is Date | null {
  return instant === null || isInstant(instant);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Does not skip holes, as `every` would, and does not copy the list, because every verification checks lists. */
export function isListOf<Item>(
  list: unknown,
  isItem: (item: unknown) => item is Item,
): list is readonly Item[] {
  if (!Array.isArray(list)) return false;
  for (const item of list) if (!isItem(item)) return false;
  return true;
}

/**
 * Checks that a value is an array of strings, without holes.
 *
 * @example
 * isListOfStrings(['agents:read', undefined]); // false
 */
export function isListOfStrings(list: unknown): list is readonly string[] {
  return isListOf(list, isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
