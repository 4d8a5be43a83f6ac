import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { isKeyStateFilter, type KeyStateFilter, keyStates } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import { isNameList } from '../model/permission.js';
import { type KeyId, parseKeyId } from '../token/key-id.js';
import { holdsSecret, holdsWholeSecret } from '../token/token-pattern.js';

const maxReasonLength = 500;
const maxLimit = 100;

export function parseOwner(owner: unknown, kinds: readonly string[]): Owner {
  const { kind, id } = requireObject(owner, 'owner');
  if (typeof kind !== 'string' || !kinds.includes(kind)) {
    throw invalid(`owner.kind must be one of the declared kinds: ${kinds.join(', ')}`);
  }
  return { kind, id: requireIdentifier(id, 'owner.id') };
}

export function parseActor(actor: unknown): Actor {
  const reference = parseActorReference(actor, 'actor');
  if (reference.kind !== 'key') return reference;
  const { owner, permissions } = requireObject(actor, 'actor');
  const { kind: ownerKind, id: ownerId } = requireObject(owner, 'actor.owner');
  return {
    ...reference,
    owner: {
      kind: requireIdentifier(ownerKind, 'actor.owner.kind'),
      id: requireIdentifier(ownerId, 'actor.owner.id'),
    },
    permissions: requirePermissions(permissions),
  };
}

/** Parses a list of declared kinds. */
export function parseKinds(kinds: unknown, declared: readonly string[]): readonly string[] {
  const isDeclared = (kind: unknown): kind is string => typeof kind === 'string' && declared.includes(kind);
  if (Array.isArray(kinds) && kinds.length > 0 && [...kinds].every(isDeclared)) return [...new Set(kinds)];
  throw invalid(`kinds must be one or more of the declared kinds: ${declared.join(', ')}`);
}

type ParsedReference =
  | { readonly kind: 'user' | 'system'; readonly id: string }
  | { readonly kind: 'key'; readonly id: KeyId };

/** Parses an actor as it is stored: without the owner and the permissions of a key. */
export function parseActorReference(actor: unknown, what: string): ParsedReference {
  const { kind, id } = requireObject(actor, what);
  if (kind === 'user' || kind === 'system') return { kind, id: requireIdentifier(id, `${what}.id`) };
  if (kind !== 'key') throw invalid(`${what}.kind must be 'user', 'key' or 'system'`);
  return { kind, id: requireKeyId(id, what) };
}

/** Parses the state of the keys in a list. Default `'all'`. */
export function parseState(state: unknown): KeyStateFilter {
  if (state === undefined || state === null) return 'all';
  if (isKeyStateFilter(state)) return state;
  throw invalid(`state must be '${Object.keys(keyStates).join("', '")}', 'accepted' or 'all'`);
}

/** Parses an option that is on or off. Default `false`. */
export function parseFlag(flag: unknown, what: string): boolean {
  if (flag === undefined || flag === null) return false;
  if (typeof flag === 'boolean') return flag;
  throw invalid(`${what} must be true or false`);
}

/** Parses an optional reason: `null` if there is none. */
export function parseReason(reason: unknown): string | null {
  if (reason === undefined || reason === null) return null;
  if (typeof reason === 'string' && reason.length <= maxReasonLength && !/[\p{Cc}\p{Cs}]/u.test(reason)) {
    if (holdsSecret(reason))
      throw invalid(
        'reason must not contain an API key, or anything that could be part of one: reasons are stored and shown to others',
      );
    return reason;
  }
  throw invalid(
    `reason must be a string of at most ${maxReasonLength} characters, without control characters`,
  );
}

/** Parses a required reason. */
export function requireReason(reason: unknown): string {
  const given = parseReason(reason);
  if (given !== null && given.trim() !== '') return given;
  throw invalid(`reason is missing: say why, in 1 to ${maxReasonLength} characters`);
}

export function parseIdempotencyKey(key: unknown): string | undefined {
  if (key === undefined) return undefined;
  const idempotencyKey = requireIdentifier(key, 'idempotencyKey');
  // A fast digest of it is stored, which must never be done with a token.
  if (holdsWholeSecret(idempotencyKey))
    throw invalid('idempotencyKey must not contain an API key; use a new UUID for each request');
  return idempotencyKey;
}

/** Parses an instant. Not every database can store one before 1970, and there were no keys then. */
export function parseInstant(instant: unknown, what: string): Date {
  if (!(instant instanceof Date) || Number.isNaN(instant.getTime()))
    throw invalid(`${what} must be a valid Date`);
  if (instant.getTime() < 0) throw invalid(`${what} must not be before 1970`);
  return new Date(instant);
}

/** Parses the size of a page: 1 to 100, by default 50. */
export function parseLimit(limit: unknown): number {
  if (limit === undefined) return 50;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit;
  throw invalid(`limit must be a whole number from 1 to ${maxLimit}`);
}

/** The error for a key that does not exist, or that the actor may not see: callers can't tell which. */
export function keyNotFound(): PosternError {
  return new PosternError('ERR_KEY_NOT_FOUND', 'there is no such key');
}

export function invalid(message: string): PosternError {
  return new PosternError('ERR_INVALID_ARGUMENT', message);
}

/**
 * Checks that a request is an object without unknown fields: a misspelt `scopes` would otherwise issue a key that is
 * not narrowed.
 */
export function requireFields(request: unknown, names: readonly string[]): void {
  const unknown = Object.keys(requireObject(request, 'the request')).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 5).map(safeFieldName);
    const what = shown.length === 1 ? 'field' : 'fields';
    throw invalid(`unknown ${what} ${shown.join(', ')}; the fields are ${names.join(', ')}`);
  }
}

/** Returns a field's name only if it looks like one: a request body that was passed on can contain anything. */
function safeFieldName(name: string): string {
  return /^[A-Za-z_]\w{0,39}$/.test(name) ? name : '(invalid field name)';
}

/** For callers that write plain JavaScript. */
function requireObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw invalid(`${what} is missing, or is not an object`);
}

function requireKeyId(id: unknown, what: string): KeyId {
  const keyId = parseKeyId(id);
  if (keyId === undefined) throw invalid(`${what}.id must be a key ID if ${what}.kind is 'key'`);
  return keyId;
}

function requirePermissions(permissions: unknown): readonly string[] {
  if (isNameList(permissions)) return [...permissions];
  throw invalid("actor.permissions must be the principal's permissions if actor.kind is 'key'");
}

/** In UTF-16 code units. */
const maxLength = 255;

/**
 * Checks an ID from the host application: 1 to 255 characters, without control characters and lone surrogates, which
 * databases store differently.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT`
 */
export function requireIdentifier(value: unknown, what: string): string {
  if (
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= maxLength &&
    !/[\p{Cc}\p{Cs}]/u.test(value)
  ) {
    return value;
  }
  throw new PosternError(
    'ERR_INVALID_ARGUMENT',
    `${what} must be a string of 1 to ${maxLength} characters, without control characters`,
  );
}
