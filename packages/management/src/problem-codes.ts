/** Each `code` of a problem of the management API, with the status that it comes with. */
export const statusOfCode = {
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
} as const;

/** The `code` of a problem of the management API: stable, for programs. */
export type ProblemCode = keyof typeof statusOfCode;

/** The status of a problem of the management API. */
export type ProblemStatus = (typeof statusOfCode)[ProblemCode];
