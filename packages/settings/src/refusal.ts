import { isPosternError, type PosternErrorCode } from '@postern/core';
import type { Texts } from './texts/texts.js';
import type { FormError } from './views/new-key.js';

/** What a page answers where something was not done. */
export interface Refused extends FormError {
  readonly status: 403 | 404 | 409 | 422;
}

const told: Readonly<Partial<Record<PosternErrorCode, Omit<Refused, 'message'>>>> = {
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
};

/** Reads an error that tells of the request. `undefined`: it is none, a fault for one. */
export function refusalOf(error: unknown, { errors }: Texts): Refused | undefined {
  if (!isPosternError(error)) return undefined;
  const known = told[error.code];
  return known && { ...known, message: errors[error.code] ?? error.message };
}
