import type { ActorReference } from '../model/actor.js';
import type { ApiKey, VerifiableKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyOffer, OfferedRotation } from '../model/key-offer.js';
import type { LeakResponse } from '../model/leak.js';
import type { Owner } from '../model/owner.js';
import type { LeakOutcome } from '../ports/key-changes.js';
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

export const isApiKey: Guard<ApiKey> = isRecordOf<ApiKey>({
  id: isKeyId,
  prefix: isRecordedPrefix,
  owner: isOwner,
  name: isText,
  scopes: orNull(isListOfStrings),
  createdAt: isInstant,
  createdBy: isActor,
  expiresAt: orNull(isInstant),
  rotatedAt: orNull(isInstant),
  successorId: orNull(isKeyId),
  disabledAt: orNull(isInstant),
  disabledBy: orNull(isActor),
  revokedAt: orNull(isInstant),
  reason: orNull(isText),
  lastUsedAt: orNull(isInstant),
});

export const isAuditEntry: Guard<AuditEntry> = isRecordOf<AuditEntry>({
  id: isText,
  keyId: isKeyId,
  owner: isOwner,
  action: isAction,
  actor: isActor,
  at: isInstant,
  reason: orNull(isText),
  expiresAt: isRecordedExpiry,
});

const isLeakAnswer: Guard<LeakOutcome> = isRecordOf<LeakOutcome>({ recorded: isBoolean, changed: isBoolean });

/** A report that only notifies changes nothing. */
export function isLeakOutcome(outcome: unknown, response: LeakResponse): boolean {
  return isLeakAnswer(outcome) && !(response === 'notify' && outcome.changed);
}

export const isKeyOffer: Guard<KeyOffer> = isRecordOf<KeyOffer>({
  id: isKeyId,
  owner: isOwner,
  name: isText,
  scopes: orNull(isListOfStrings),
  keyExpiresAt: orNull(isInstant),
  rotation: orNull(isRotation),
  offeredAt: isInstant,
  offeredBy: isActor,
  expiresAt: isInstant,
  claimedAt: orNull(isInstant),
  withdrawnAt: orNull(isInstant),
});

type Guard<Value> = (value: unknown) => value is Value;

/** Creates a guard from one guard for each field: a field without one does not compile. */
function isRecordOf<Value>(guards: { readonly [Field in keyof Value]-?: Guard<Value[Field]> }): Guard<Value> {
  const checks = Object.entries<(value: unknown) => boolean>(guards);
  return (value): value is Value => isObject(value) && checks.every(([field, check]) => check(value[field]));
}

function orNull<Value>(isValue: Guard<Value>): Guard<Value | null> {
  return (value): value is Value | null => value === null || isValue(value);
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

/** Another release may have written actions that this one does not know. */
function isAction(action: unknown): action is AuditEntry['action'] {
  return isText(action);
}

/** A repository may have stored the entry before entries had this field. */
function isRecordedExpiry(expiresAt: unknown): expiresAt is AuditEntry['expiresAt'] {
  return expiresAt === undefined || isInstantOrNull(expiresAt);
}

/** A repository may have stored the record before records had this field: see `withPrefix`. */
function isRecordedPrefix(prefix: unknown): prefix is ApiKey['prefix'] {
  return prefix === undefined || prefix === null || isText(prefix);
}

export function isInstant(instant: unknown): instant is Date {
  // Checks the tag, which an object that merely has the methods of a date lacks.
  return Object.prototype.toString.call(instant) === '[object Date]' && !Number.isNaN(Number(instant));
}

function isInstantOrNull(instant: unknown): instant is Date | null {
  return instant === null || isInstant(instant);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
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

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
