import type { Refusal } from '@postern/core';
import { buildRefusal } from './build-refusal.js';
import type { CredentialHeader } from './extract-credential.js';
import type { HttpRefusal } from './http-refusal.js';
import type { ReadOptions } from './options.js';

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
  headers,
  ...named
}: Pick<ReadOptions, 'realm' | 'resourceMetadata' | 'headers'>): Refusals {
  const challenge = challenges(named);
  const forms = headers.map((header) => headerForms[header]).join(' or ');
  const noOther = headers.length === 1 ? ' This route accepts no other header.' : '';
  const expected = `Send an API key in a header: ${forms}.${noOther}`;

  // Without `error`, because no credential was sent that could be wrong (RFC 6750 §3).
  const noCredential = {
    code: 'credential_required',
    reason: 'no_credential',
    challenge: challenge({}),
  } as const;
  const invalidToken = {
    code: 'invalid_token',
    challenge: challenge({ error: 'invalid_token' }),
    detail: 'The API key in this request is not valid.',
  } as const;
  const forbidden = {
    code: 'insufficient_scope',
    challenge: challenge({ error: 'insufficient_scope' }),
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
      challenge: challenge({ error: 'invalid_request' }),
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
          return buildRefusal({
            ...forbidden,
            reason,
            challenge: challenge({ error: 'insufficient_scope', scope }),
            detail: `This route requires an API key with these permissions: ${scope}.`,
          });
        }
        case 'overloaded':
          return overloaded(refusal.retryAfterMs);
        default:
          return invalid.get(reason) ?? remember(reason);
      }
    },
  };
}

/** Creates the function that builds the challenges of a route. */
function challenges({
  realm,
  resourceMetadata,
}: Pick<ReadOptions, 'realm' | 'resourceMetadata'>): (
  parameters: Readonly<Partial<Record<'error' | 'scope', string>>>,
) => string {
  // Last, because some clients search the whole challenge for `scope=`, which a URL may contain.
  const metadata = resourceMetadata === undefined ? {} : { resource_metadata: resourceMetadata };
  return (parameters) => {
    const named = Object.entries({ realm, ...parameters, ...metadata });
    return `Bearer ${named.map(([name, value]) => `${name}="${value}"`).join(', ')}`;
  };
}
