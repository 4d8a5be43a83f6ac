import { type AnyPosternError, isPosternError, type PosternErrorCode } from '@postern/core';
import type { ErrorTexts, Texts } from './texts/texts.js';
import type { FormError } from './views/new-key.js';

/** What a page answers where something was not done. */
export interface Refused extends FormError {
  readonly status: 403 | 404 | 409 | 422;
}

/** Has every code, so that a new one does not compile until someone decides whether it is a refusal with a text, or a fault. */
type Refusals = Readonly<
  Record<keyof ErrorTexts, Omit<Refused, 'message'>> &
    Record<Exclude<PosternErrorCode, keyof ErrorTexts>, null>
>;

const refusals: Refusals = {
  ERR_INVALID_NAME: { status: 422, field: 'name' },
  ERR_INVALID_EXPIRY: { status: 422, field: 'expires' },
  ERR_INVALID_SCOPES: { status: 422, field: 'scopes' },
  ERR_SCOPES_NOT_GRANTED: { status: 403, field: 'scopes' },
  ERR_INVALID_ARGUMENT: { status: 422, field: null },
  ERR_INVALID_CURSOR: { status: 422, field: null },
  ERR_ALREADY_ISSUED: { status: 409, field: null },
  ERR_FORBIDDEN: { status: 403, field: null },
  ERR_OWNER_INACTIVE: { status: 403, field: null },
  ERR_KEY_NOT_FOUND: { status: 404, field: null },
  ERR_KEY_NOT_LIVE: { status: 409, field: null },
  ERR_OFFER_NOT_FOUND: { status: 404, field: null },
  ERR_OFFER_NOT_OPEN: { status: 409, field: null },
  // The pages neither configure anything, nor expect versions, nor ask who is authenticated.
  ERR_INVALID_CONFIG: null,
  ERR_VERSION_MISMATCH: null,
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
};

type RefusalError = AnyPosternError & { readonly code: keyof ErrorTexts };

/** Returns what the page says about an error. `undefined`: it is not a refusal, for example a fault. */
export function refusalOf(error: unknown, { errors }: Texts): Refused | undefined {
  if (!isPosternError(error) || !isRefusal(error)) return undefined;
  return { ...refusals[error.code], message: sentence(error, errors) };
}

/** An error may also come from another version of core, with a code that is not in the table. */
function isRefusal(error: AnyPosternError): error is RefusalError {
  return Object.hasOwn(refusals, error.code) && refusals[error.code] !== null;
}

function sentence(error: RefusalError, errors: ErrorTexts): string {
  switch (error.code) {
    case 'ERR_SCOPES_NOT_GRANTED':
      return errors.ERR_SCOPES_NOT_GRANTED(error.scopes);
    case 'ERR_FORBIDDEN':
      return errors.ERR_FORBIDDEN(error.message);
    default:
      return errors[error.code];
  }
}
