import type { Refusal } from '@postern/core';
import { buildRefusal } from './build-refusal.js';
import type { CredentialHeader } from './extract-credential.js';
import type { HttpRefusal } from './http-refusal.js';

/** The refusals of one route. */
export interface Refusals {
  readonly noCredential: HttpRefusal;
  /** The same, where the URL holds what looks like a token. */
  readonly credentialInUrl: HttpRefusal;
  readonly ambiguousRequest: HttpRefusal;
  readonly unavailable: HttpRefusal;
  /** Says in terms of HTTP what a verification refused. */
  of(refusal: Refusal): HttpRefusal;
}

const headerForms: Readonly<Record<CredentialHeader, string>> = {
  authorization: 'Authorization: Bearer <API key>',
  'x-api-key': 'x-api-key: <API key>',
};

const tryLater = 'The API key cannot be verified at the moment. It may well be valid: try again later.';

/** Milliseconds after which a request that met a fault is worth another attempt. */
const retryFaultAfterMs = 1_000;

/** Makes the refusals of a route. Their texts are made of its options alone: nothing from a request is ever in one. */
export function refusals({
  realm,
  headers,
}: {
  readonly realm: string;
  readonly headers: readonly CredentialHeader[];
}): Refusals {
  const bearer = `Bearer realm="${realm}"`;
  const forms = headers.map((header) => headerForms[header]).join(' or ');
  const noOther = headers.length === 1 ? ' This route looks at no other header.' : '';
  const expected = `Send an API key in a header: ${forms}.${noOther}`;

  // Without `error`: nothing was sent that could be wrong (RFC 6750 §3).
  const noCredential = { code: 'credential_required', reason: 'no_credential', challenge: bearer } as const;
  const invalidToken = {
    code: 'invalid_token',
    challenge: `${bearer}, error="invalid_token"`,
    detail: 'The API key in this request is not valid. Send one that is.',
  } as const;
  const forbidden = {
    code: 'insufficient_scope',
    challenge: `${bearer}, error="insufficient_scope"`,
  } as const;
  const unavailable = { code: 'temporarily_unavailable', detail: tryLater } as const;
  /** By its reason: under a flood, to build one for each request would keep the garbage collector busy. */
  const invalid = new Map<Refusal['reason'], HttpRefusal>();

  /** One answer for all that concerns the credential, so that it tells nobody which keys there are. */
  function remember(reason: Refusal['reason']): HttpRefusal {
    const refusal = buildRefusal({ ...invalidToken, reason });
    invalid.set(reason, refusal);
    return refusal;
  }

  let latest: { readonly retryAfterMs: number; readonly refusal: HttpRefusal } | undefined;
  /** A service says the same time again and again. */
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
      detail: `Send one API key: ${forms}. No header twice, no two keys, no comma, nothing after the key.${noOther}`,
    }),
    unavailable: buildRefusal({ ...unavailable, reason: 'unavailable', retryAfterMs: retryFaultAfterMs }),
    of(refusal) {
      const { reason } = refusal;
      switch (reason) {
        case 'wrong_kind': {
          const detail = `This route takes API keys of these kinds only: ${refusal.allowed.join(', ')}.`;
          return buildRefusal({ ...forbidden, reason, detail });
        }
        case 'insufficient_scope': {
          const scope = refusal.required.join(' ');
          const challenge = `${forbidden.challenge}, scope="${scope}"`;
          const detail = `This route needs an API key with the permissions: ${scope}.`;
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
