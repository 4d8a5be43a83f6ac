/**
 * The `code` of every error that Postern throws. Codes are stable; messages may change.
 * `docs/errors.md` explains each code and what to do about it.
 */
export type PosternErrorCode =
  // Misuse: the call can't be carried out as it is.
  | 'ERR_INVALID_CONFIG'
  | 'ERR_INVALID_ARGUMENT'
  | 'ERR_INVALID_NAME'
  | 'ERR_INVALID_SCOPES'
  | 'ERR_INVALID_EXPIRY'
  | 'ERR_INVALID_CURSOR'
  | 'ERR_NOT_AUTHENTICATED'
  // Refused: the call is understood, and the answer is no.
  | 'ERR_FORBIDDEN'
  | 'ERR_KEY_NOT_FOUND'
  | 'ERR_KEY_NOT_LIVE'
  | 'ERR_ALREADY_ISSUED'
  | 'ERR_OFFER_NOT_FOUND'
  | 'ERR_OFFER_NOT_OPEN'
  | 'ERR_VERSION_MISMATCH'
  | 'ERR_OWNER_INACTIVE'
  | 'ERR_SCOPES_NOT_GRANTED'
  | 'ERR_TOO_MANY_KEYS'
  // Faults: a dependency failed. Never an approval, never a refusal.
  | 'ERR_OVERLOADED'
  | 'ERR_REPOSITORY_UNAVAILABLE'
  | 'ERR_SCHEMA_MISSING'
  | 'ERR_RECORD_UNREADABLE'
  | 'ERR_HASHER_UNAVAILABLE'
  | 'ERR_HASH_UNREADABLE'
  | 'ERR_DIRECTORY_UNAVAILABLE'
  | 'ERR_POLICY_UNAVAILABLE'
  | 'ERR_UNEXPECTED';

/** Thrown for misuse, refused operations and faults. Test its `code`, not its class: see `isPosternError`. */
export class PosternError extends Error {
  override readonly name: string = 'PosternError';
  readonly code: PosternErrorCode;

  constructor(code: PosternErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}

/** Thrown when no more hashes can be queued, or one waited too long. Try again after `retryAfterMs`. */
export class OverloadedError extends PosternError {
  declare readonly code: 'ERR_OVERLOADED';
  /** How long to wait before the next attempt, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('ERR_OVERLOADED', 'too many hashes are in progress; try again shortly');
    this.retryAfterMs = retryAfterMs;
  }
}

/** Thrown if scopes can't be granted because the owner or the actor does not have them. `scopes` are those. */
export class ScopesNotGrantedError extends PosternError {
  declare readonly code: 'ERR_SCOPES_NOT_GRANTED';
  readonly scopes: readonly string[];

  constructor(scopes: readonly string[], whose: 'owner' | 'actor') {
    super(
      'ERR_SCOPES_NOT_GRANTED',
      `the ${whose} does not have: ${scopes.join(' ')}; request fewer scopes, or grant the ${whose} these permissions first`,
    );
    this.scopes = scopes;
  }
}

/** Thrown if an owner would have more keys than the cap of its kind allows. `limit` is the cap. */
export class TooManyKeysError extends PosternError {
  declare readonly code: 'ERR_TOO_MANY_KEYS';
  readonly limit: number;

  constructor(limit: number) {
    super(
      'ERR_TOO_MANY_KEYS',
      `the owner can't have more keys: the limit is ${limit}, not counting those that are revoked or expired; revoke one, then try again`,
    );
    this.limit = limit;
  }
}

/**
 * What is wrong with a name: it shows nothing, is too long, has characters that would hide or rearrange what is shown,
 * or could hold a secret.
 */
export type NameFlaw = 'empty' | 'too_long' | 'characters' | 'secret';

/** Thrown if a key can't have the requested name. `length` is how many characters it has. */
export class InvalidNameError extends PosternError {
  declare readonly code: 'ERR_INVALID_NAME';
  readonly flaw: NameFlaw;
  readonly length: number;

  constructor(flaw: NameFlaw, length: number) {
    super('ERR_INVALID_NAME', flaw === 'secret' ? secretInName : nameRules);
    this.flaw = flaw;
    this.length = length;
  }
}

/** The maximum number of characters (code points) in the name of a key. */
export const maxNameCharacters: number = 100;

const nameRules = `a key's name must be 1 to ${maxNameCharacters} characters, at least one of them visible, without control or bidirectional characters`;
const secretInName =
  "a key's name must not contain an API key, or anything that could be part of one: names are stored and shown to others";

/** Thrown if a key can't expire at the requested instant. `latest` is the latest possible one. */
export class InvalidExpiryError extends PosternError {
  declare readonly code: 'ERR_INVALID_EXPIRY';
  readonly latest: Date;

  constructor(latest: Date, { mayBeNull, field }: ExpiryField) {
    super(
      'ERR_INVALID_EXPIRY',
      `${field} must be ${mayBeNull ? 'null or ' : ''}a Date in the future, no later than ${latest.toJSON()}`,
    );
    this.latest = latest;
  }
}

interface ExpiryField {
  readonly field: 'expiresAt' | 'keyExpiresAt';
  /** Whether the key may also never expire. */
  readonly mayBeNull: boolean;
}

/** Every error that Postern throws, as a union that narrows by `code`. */
export type AnyPosternError =
  | OverloadedError
  | ScopesNotGrantedError
  | TooManyKeysError
  | InvalidNameError
  | InvalidExpiryError
  | (PosternError & {
      readonly code: Exclude<
        PosternErrorCode,
        | 'ERR_OVERLOADED'
        | 'ERR_SCOPES_NOT_GRANTED'
        | 'ERR_TOO_MANY_KEYS'
        | 'ERR_INVALID_NAME'
        | 'ERR_INVALID_EXPIRY'
      >;
    });

const faults: ReadonlySet<PosternErrorCode> = new Set([
  'ERR_OVERLOADED',
  'ERR_REPOSITORY_UNAVAILABLE',
  'ERR_SCHEMA_MISSING',
  'ERR_RECORD_UNREADABLE',
  'ERR_HASHER_UNAVAILABLE',
  'ERR_HASH_UNREADABLE',
  'ERR_DIRECTORY_UNAVAILABLE',
  'ERR_POLICY_UNAVAILABLE',
  'ERR_UNEXPECTED',
]);

/**
 * Checks whether an error means that a dependency failed. A service should respond with 503.
 *
 * @example
 * if (isFault(error)) response.status(503);
 */
export function isFault(error: unknown): error is AnyPosternError {
  return isPosternError(error) && faults.has(error.code);
}

/**
 * Checks whether an error is one of Postern's own, from any copy of the package. The type then narrows by `code`.
 *
 * @example
 * if (isPosternError(error) && error.code === 'ERR_OVERLOADED') retryAfter(error.retryAfterMs);
 */
export function isPosternError(error: unknown): error is AnyPosternError {
  try {
    return (
      error instanceof Error &&
      error.name === 'PosternError' &&
      'code' in error &&
      typeof error.code === 'string'
    );
  } catch {
    // One of its own getters threw.
    return false;
  }
}

/**
 * Reduces a foreign error to what is safe to show: its class and its code. Messages of drivers and hashers quote rows,
 * parameters and tokens (docs/threat-model.md, P07), so they are dropped. For adapters.
 *
 * @example
 * throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage failed', { cause: safeCause(error) });
 */
export function safeCause(error: unknown): Error | undefined {
  const summary = summaryOf(error);
  if (summary === undefined) return undefined;
  const cause = new Error(summary);
  delete cause.stack;
  return cause;
}

/** `undefined` if it is not an error, or if its own getters throw. */
function summaryOf(error: unknown): string | undefined {
  try {
    // P07
    if (!(error instanceof Error)) return undefined;
    // Each is read once: a getter may return something else the second time.
    const code = 'code' in error ? String(error.code) : '';
    const name = String(error.name);
    const safeName = /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error';
    return /^[A-Za-z0-9_]{1,40}$/.test(code) ? `${safeName} ${code}` : safeName;
  } catch {
    return undefined;
  }
}
