import { isPosternError, type PosternErrorCode } from '@postern/core';

/** Each `code` of a problem, with its status and its title. */
export const problems = {
  unreadable_body: { status: 400, title: 'The body cannot be read' },
  unreadable_if_match: { status: 400, title: 'If-Match cannot be read' },
  not_signed_in: { status: 401, title: 'You are not signed in' },
  forbidden: { status: 403, title: 'You may not do this' },
  owner_inactive: { status: 403, title: 'The owner is not active' },
  scopes_not_granted: { status: 403, title: 'These scopes cannot be granted' },
  cross_site_request: { status: 403, title: 'The change came from another site' },
  invalid_signature: { status: 403, title: 'The signature is not valid' },
  key_not_found: { status: 404, title: 'The key was not found' },
  offer_not_found: { status: 404, title: 'The offer was not found' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed' },
  not_acceptable: { status: 406, title: 'No such media type' },
  key_not_live: { status: 409, title: 'The key is not live' },
  already_issued: { status: 409, title: 'The key that this request issued is in use' },
  too_many_keys: { status: 409, title: 'The owner has too many keys' },
  offer_not_open: { status: 409, title: 'The offer has ended' },
  version_mismatch: { status: 412, title: 'The key has changed since you saw it' },
  body_too_long: { status: 413, title: 'The body is too long' },
  not_json: { status: 415, title: 'The body must be JSON' },
  not_utf8: { status: 415, title: 'The body must be UTF-8, and not compressed' },
  invalid_request: { status: 422, title: 'The request is not valid' },
  invalid_argument: { status: 422, title: 'The request is not valid' },
  invalid_name: { status: 422, title: 'The name is not valid' },
  invalid_scopes: { status: 422, title: 'The scopes are not valid' },
  invalid_expiry: { status: 422, title: 'The expiry is not valid' },
  invalid_cursor: { status: 422, title: 'The cursor is not valid' },
  temporarily_unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const;

/** The `code` of a problem: stable, for programs. */
export type ProblemCode = keyof typeof problems;

/** The status of a problem. */
export type ProblemStatus = (typeof problems)[ProblemCode]['status'];

/** The problem of every error that is about a request. */
const codeOfError = {
  ERR_INVALID_ARGUMENT: 'invalid_argument',
  ERR_INVALID_NAME: 'invalid_name',
  ERR_INVALID_SCOPES: 'invalid_scopes',
  ERR_INVALID_EXPIRY: 'invalid_expiry',
  ERR_INVALID_CURSOR: 'invalid_cursor',
  ERR_FORBIDDEN: 'forbidden',
  ERR_KEY_NOT_FOUND: 'key_not_found',
  ERR_KEY_NOT_LIVE: 'key_not_live',
  ERR_ALREADY_ISSUED: 'already_issued',
  ERR_OFFER_NOT_FOUND: 'offer_not_found',
  ERR_OFFER_NOT_OPEN: 'offer_not_open',
  ERR_VERSION_MISMATCH: 'version_mismatch',
  ERR_OWNER_INACTIVE: 'owner_inactive',
  ERR_SCOPES_NOT_GRANTED: 'scopes_not_granted',
  ERR_TOO_MANY_KEYS: 'too_many_keys',
  // Mistakes of the service.
  ERR_INVALID_CONFIG: null,
  ERR_NOT_AUTHENTICATED: null,
  // Faults.
  ERR_OVERLOADED: null,
  ERR_REPOSITORY_UNAVAILABLE: null,
  ERR_SCHEMA_MISSING: null,
  ERR_RECORD_UNREADABLE: null,
  ERR_HASHER_UNAVAILABLE: null,
  ERR_HASH_UNREADABLE: null,
  ERR_DIRECTORY_UNAVAILABLE: null,
  ERR_POLICY_UNAVAILABLE: null,
  ERR_UNEXPECTED: null,
} as const;

/** A new code of core does not compile until someone decides whether such an error is about the request. */
const codeOfEveryError: Readonly<Record<PosternErrorCode, ProblemCode | null>> = codeOfError;

/** The codes of the errors that are about a request. */
export type RequestErrorCode = {
  [Code in PosternErrorCode]: (typeof codeOfError)[Code] extends null ? never : Code;
}[PosternErrorCode];

/**
 * Returns the problem that an error reports to the caller, whose message is written for them. `undefined`: the error is
 * not about the request; it is a fault, for example, or not one of Postern's.
 *
 * @example
 * const code = problemCodeOf(error);
 * const status = code === undefined ? 500 : problems[code].status;
 */
export function problemCodeOf(error: unknown): ProblemCode | undefined {
  if (!isPosternError(error)) return undefined;
  // An error may also come from another version of core, with a code that is not in the table.
  return Object.hasOwn(codeOfEveryError, error.code)
    ? (codeOfEveryError[error.code] ?? undefined)
    : undefined;
}
