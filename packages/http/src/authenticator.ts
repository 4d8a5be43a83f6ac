import {
  type ApiKeys,
  isFault,
  isPosternError,
  PosternError,
  type Principal,
  type Requirements,
  type Verification,
} from '@postern/core';
import { isListOfStrings, safeCause } from '@postern/core/ports';
import {
  type CredentialHeader,
  credentialInUrl,
  extractCredential,
  headersWith,
  lineValues,
  type RawHeaders,
} from './extract-credential.js';
import type { HttpRefusal } from './http-refusal.js';
import { type AuthenticatorOptions, readOptions } from './options.js';
import { refusals } from './refusals.js';
import { isReadWith, type ReadRequirement } from './requirements.js';

/** The parts of a request that are read. The body never is. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent, or absolute. It is searched for tokens that someone put there by mistake. */
  readonly url: string;
  /** A flat list of names and values, as in Node. Neither `Headers` nor a list of pairs. */
  readonly rawHeaders: RawHeaders;
  /**
   * Aborted if the caller has gone, or something else responds to it. If that happens during the verification, the
   * request is refused with status 503, which no one waits for. Default: never aborted.
   */
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** The result of an authentication. */
export type Authentication =
  | {
      readonly ok: true;
      /** Undefined only for a CORS preflight that was let through. */
      readonly principal: Principal | undefined;
      /**
       * With the option `removeCredential`: the headers that carry the key. The adapter removes them from the request:
       * no handler can read them in any form.
       */
      readonly headersToRemove?: readonly CredentialHeader[] | undefined;
    }
  | { readonly ok: false; readonly refusal: HttpRefusal };

/**
 * Authenticates requests, independently of any framework. Neither method ever throws or rejects: if an adapter passes
 * wrong arguments, the request is refused with status 503, and an event `fault` says what is wrong.
 */
export interface Authenticator {
  readonly keys: ApiKeys;

  /** Verifies the key of a request. If storage, hasher or directory don't respond, it is refused with status 503. */
  authenticate(request: HttpRequest): Promise<Authentication>;

  /**
   * Checks the principal from `authenticate` against further requirements, without a second verification. A preflight
   * has no principal and is refused: it should be handled by CORS middleware, not by a handler with requirements.
   *
   * @param requirement What `readRequirement` returned, with the same keys, when the middleware was created.
   */
  authorize(principal: Principal | undefined, requirement: ReadRequirement): Authentication;
}

/**
 * Creates the authenticator that a framework's middleware is built on.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
 *   declared.
 * @example
 * const { authenticate } = authenticator(keys, { realm: 'api', scopes: ['agents:read'] });
 * const authentication = await authenticate({ method: 'GET', url: request.url, rawHeaders: request.rawHeaders });
 */
export function authenticator<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: AuthenticatorOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): Authenticator {
  const read = readOptions(keys, options);
  const { headers, preflight, removeCredential, requirements } = read;
  const refused = refusals(read);
  const holdsToken = credentialInUrl(keys.tokenPrefixes);

  function toAuthentication(verification: Verification, signal?: HttpRequest['signal']): Authentication {
    if (signal?.aborted) return { ok: false, refusal: refused.unavailable };
    if (verification.ok === true) return verification;
    return { ok: false, refusal: refused.from(verification) };
  }

  function unavailable(error: unknown): Authentication {
    report(keys, error);
    return { ok: false, refusal: refused.unavailable };
  }

  return {
    keys,
    async authenticate(request) {
      try {
        requireRequest(request);
        if (preflight && isPreflight(request)) return { ok: true, principal: undefined };
        // H05
        const inUrl = holdsToken(request.url);
        if (inUrl) keys.emit({ type: 'credential_in_url' });

        const extraction = extractCredential(request.rawHeaders, headers);
        // H06
        if (extraction.ok) {
          const { token } = extraction;
          const authentication = toAuthentication(
            await keys.verify(token, requirements as Requirements<Kind, Permission>),
            request.signal,
          );
          if (!removeCredential || !authentication.ok) return authentication;
          return { ...authentication, headersToRemove: headersWith(token, request.rawHeaders) };
        }
        keys.emit({ type: 'refused', reason: extraction.reason });
        if (extraction.reason === 'ambiguous_request')
          return { ok: false, refusal: refused.ambiguousRequest };
        return { ok: false, refusal: inUrl ? refused.credentialInUrl : refused.noCredential };
      } catch (error) {
        return unavailable(error);
      }
    },
    authorize(principal, requirement) {
      if (principal === undefined) return { ok: false, refusal: refused.noCredential };
      try {
        if (!isReadWith(keys, requirement)) throw notRead();
        return toAuthentication(keys.authorize(principal, requirement as Requirements<Kind, Permission>));
      } catch (error) {
        return unavailable(error);
      }
    },
  };
}

/**
 * Checks the argument from an adapter. Without this, no credential would be found in `Headers` or pairs, and every
 * request would be refused without a hint at the cause.
 */
function requireRequest(request: unknown): void {
  const { method, url, rawHeaders }: Readonly<Record<string, unknown>> = Object(request);
  if (typeof method !== 'string' || typeof url !== 'string')
    throw malformed('method and url must be strings');
  if (!isListOfStrings(rawHeaders) || rawHeaders.length % 2 !== 0)
    throw malformed('rawHeaders must be a flat array of strings, with names and values in turn');
}

function malformed(detail: string): PosternError {
  return new PosternError('ERR_INVALID_ARGUMENT', `the adapter called authenticate wrongly: ${detail}`);
}

function notRead(): PosternError {
  return new PosternError(
    'ERR_INVALID_ARGUMENT',
    'the adapter called authorize wrongly: pass a requirement that readRequirement returned for the same keys ' +
      'when the middleware was created',
  );
}

/** @see https://fetch.spec.whatwg.org/#cors-preflight-request */
function isPreflight({ method, rawHeaders }: HttpRequest): boolean {
  const carries = (header: 'origin' | 'access-control-request-method') =>
    lineValues(rawHeaders, header).some((value) => value !== '');
  // H11
  return method === 'OPTIONS' && carries('origin') && carries('access-control-request-method');
}

/** Core reports faults itself. Anything else that is thrown here would go unnoticed behind a 503. */
function report(keys: ApiKeys, error: unknown): void {
  if (isFault(error)) return;
  const fault: PosternError = isPosternError(error) ? error : unexpected(error);
  keys.emit({ type: 'fault', code: fault.code, error: fault });
}

/** A component of the host may have thrown, or Postern itself. Only the cause can tell. */
function unexpected(error: unknown): PosternError {
  return new PosternError('ERR_UNEXPECTED', 'a component threw unexpectedly; see the cause for its class', {
    cause: safeCause(error),
  });
}
