/**
 * Every `code` that an error of Postern carries. Codes are stable; messages may change.
 * `docs/errors.md` has a heading for each, with what to do.
 */
export type PosternErrorCode =
  // Misuse: the call can't be carried out as it stands.
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
  // Faults: a part below did not do its work. Never an approval, never a refusal.
  | 'ERR_OVERLOADED'
  | 'ERR_REPOSITORY_UNAVAILABLE'
  | 'ERR_SCHEMA_MISSING'
  | 'ERR_RECORD_UNREADABLE'
  | 'ERR_HASHER_UNAVAILABLE'
  | 'ERR_HASH_UNREADABLE'
  | 'ERR_DIRECTORY_UNAVAILABLE'
  | 'ERR_POLICY_UNAVAILABLE'
  | 'ERR_UNEXPECTED';

/** Tells of misuse, of a forbidden operation or of a fault. Test its `code`, not its class: see `isPosternError`. */
export class PosternError extends Error {
  override readonly name: string = 'PosternError';
  readonly code: PosternErrorCode;

  constructor(code: PosternErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}

/** Says that as many hashes are under way as this process may make. Try again after `retryAfterMs`. */
export class OverloadedError extends PosternError {
  declare readonly code: 'ERR_OVERLOADED';
  /** Milliseconds after which another attempt makes sense. */
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('ERR_OVERLOADED', 'too many hashes are in progress; try again shortly');
    this.retryAfterMs = retryAfterMs;
  }
}

/** Names the scopes that can't be granted, because the owner or the actor does not have them. */
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

/** Every error of Postern, told apart by its `code`: only some have more to say than their message. */
export type AnyPosternError =
  | OverloadedError
  | ScopesNotGrantedError
  | (PosternError & {
      readonly code: Exclude<PosternErrorCode, 'ERR_OVERLOADED' | 'ERR_SCOPES_NOT_GRANTED'>;
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
 * Says whether an error tells of a part that did not do its work: a service answers 503 to it.
 *
 * @example
 * if (isFault(error)) response.status(503);
 */
export function isFault(error: unknown): error is AnyPosternError {
  return isPosternError(error) && faults.has(error.code);
}

/**
 * Says whether an error is one of Postern's own, whichever copy of the package made it. From there on its `code` tells
 * what else there is.
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
    // Its own getter threw.
    return false;
  }
}

/**
 * Keeps of a foreign error what is safe to show: its class and its code. Messages of drivers and hashers
 * quote rows, parameters and tokens (docs/threat-model.md, P07), so none is carried on. For adapters.
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

/** `undefined`: it is not an error, or its own getters throw. */
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
