import type { Refusal } from '@postern/core';
import { buildRefusal } from './build-refusal.js';
import type { CredentialHeader } from './extract-credential.js';
import type { HttpRefusal } from './http-refusal.js';

/** The refusals of one route. */
export interface Refusals {
  readonly noCredential: HttpRefusal;
  /** The same, if the URL contains what looks like a token. */
  readonly credentialInUrl: HttpRefusal;
  readonly ambiguousRequest: HttpRefusal;
  readonly unavailable: HttpRefusal;
  /** Converts the refusal of a verification. */
  from(refusal: Refusal): HttpRefusal;
}

const headerForms: Readonly<Record<CredentialHeader, string>> = {
  authorization: 'Authorization: Bearer <API key>',
  'x-api-key': 'x-api-key: <API key>',
};

const onlyOneKey = 'Do not repeat a header, send two keys, use commas, or add anything after the key.';

const tryLater = 'The API key cannot be verified at the moment. It may well be valid: try again later.';

/** When a client may try again after a fault. */
const retryFaultAfterMs = 1_000;

/**
 * Creates the refusals of a route. Their texts only depend on its options: they never contain anything from a
 * request.
 */
export function refusals({
  realm,
  headers,
}: {
  readonly realm: string;
  readonly headers: readonly CredentialHeader[];
}): Refusals {
  const bearer = `Bearer realm="${realm}"`;
  const forms = headers.map((header) => headerForms[header]).join(' or ');
  const noOther = headers.length === 1 ? ' This route accepts no other header.' : '';
  const expected = `Send an API key in a header: ${forms}.${noOther}`;

  // Without `error`, because no credential was sent that could be wrong (RFC 6750 §3).
  const noCredential = { code: 'credential_required', reason: 'no_credential', challenge: bearer } as const;
  const invalidToken = {
    code: 'invalid_token',
    challenge: `${bearer}, error="invalid_token"`,
    detail: 'The API key in this request is not valid.',
  } as const;
  const forbidden = {
    code: 'insufficient_scope',
    challenge: `${bearer}, error="insufficient_scope"`,
  } as const;
  const unavailable = { code: 'temporarily_unavailable', detail: tryLater } as const;
  /** One per reason: building one per request would keep the garbage collector busy during a flood. */
  const invalid = new Map<Refusal['reason'], HttpRefusal>();

  /**
   * All reasons that concern the credential get the same response, so that it reveals nothing about which keys exist.
   */
  function remember(reason: Refusal['reason']): HttpRefusal {
    const refusal = buildRefusal({ ...invalidToken, reason });
    invalid.set(reason, refusal);
    return refusal;
  }

  let latest: { readonly retryAfterMs: number; readonly refusal: HttpRefusal } | undefined;
  /** Keeps the latest one, because a service reports the same time again and again. */
  function overloaded(retryAfterMs: number): HttpRefusal {
    if (latest?.retryAfterMs !== retryAfterMs) {
      const refusal = buildRefusal({ ...unavailable, reason: 'overloaded', retryAfterMs });
      latest = { retryAfterMs, refusal };
    }
    return latest.refusal;
  }

  return {
    noCredential: buildRefusal({ ...noCredential, detail: expected }),
    credentialInUrl: buildRefusal({
      ...noCredential,
      detail: `${expected} Keys go in headers, never in URLs, which logs keep: revoke the one in this URL.`,
    }),
    ambiguousRequest: buildRefusal({
      code: 'invalid_request',
      reason: 'ambiguous_request',
      challenge: `${bearer}, error="invalid_request"`,
      detail: `Send one API key: ${forms}. ${onlyOneKey}${noOther}`,
    }),
    unavailable: buildRefusal({ ...unavailable, reason: 'unavailable', retryAfterMs: retryFaultAfterMs }),
    from(refusal) {
      const { reason } = refusal;
      switch (reason) {
        case 'wrong_kind': {
          const detail = `This route only accepts API keys of these kinds: ${refusal.allowed.join(', ')}.`;
          return buildRefusal({ ...forbidden, reason, detail });
        }
        case 'insufficient_scope': {
          const scope = refusal.required.join(' ');
          const challenge = `${forbidden.challenge}, scope="${scope}"`;
          const detail = `This route requires an API key with these permissions: ${scope}.`;
          return buildRefusal({ ...forbidden, reason, challenge, detail });
        }
        case 'overloaded':
          return overloaded(refusal.retryAfterMs);
        default:
          return invalid.get(reason) ?? remember(reason);
      }
    },
  };
}
