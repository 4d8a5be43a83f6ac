/** The status of a problem of the management API. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 503;

/** The `code` of a problem of the management API: stable, for programs. */
export type ProblemCode =
  | 'unreadable_body'
  | 'unreadable_if_match'
  | 'not_signed_in'
  | 'forbidden'
  | 'owner_inactive'
  | 'scopes_not_granted'
  | 'cross_site_request'
  | 'key_not_found'
  | 'not_found'
  | 'method_not_allowed'
  | 'key_not_live'
  | 'already_issued'
  | 'version_mismatch'
  | 'body_too_long'
  | 'not_json'
  | 'not_utf8'
  | 'invalid_request'
  | 'invalid_argument'
  | 'invalid_name'
  | 'invalid_scopes'
  | 'invalid_expiry'
  | 'invalid_cursor'
  | 'temporarily_unavailable';

/** The status that each code comes with: all that the document says of codes. */
export const statusOfCode: Readonly<Record<ProblemCode, ProblemStatus>> = {
  unreadable_body: 400,
  unreadable_if_match: 400,
  not_signed_in: 401,
  forbidden: 403,
  owner_inactive: 403,
  scopes_not_granted: 403,
  cross_site_request: 403,
  key_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  key_not_live: 409,
  already_issued: 409,
  version_mismatch: 412,
  body_too_long: 413,
  not_json: 415,
  not_utf8: 415,
  invalid_request: 422,
  invalid_argument: 422,
  invalid_name: 422,
  invalid_scopes: 422,
  invalid_expiry: 422,
  invalid_cursor: 422,
  temporarily_unavailable: 503,
};
