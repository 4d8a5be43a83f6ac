import {
  type ApiKeys,
  isFault,
  isPosternError,
  PosternError,
  type Principal,
  type Requirements,
  type Verification,
} from '@postern/core';
import { safeCause } from '@postern/core/ports';
import { credentialInUrl, extractCredential, lineValues, type RawHeaders } from './extract-credential.js';
import type { HttpRefusal } from './http-refusal.js';
import { type AuthenticatorOptions, readOptions } from './options.js';
import { refusals } from './refusals.js';
import { isReadWith, type ReadRequirement } from './requirements.js';

/** What of a request is looked at. The body never is. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent, or absolute. It is searched for tokens that were put into it by mistake. */
  readonly url: string;
  /** Names and values in turn, as in Node. Neither `Headers` nor a list of pairs. */
  readonly rawHeaders: RawHeaders;
}

/**
 * The result of an authentication. `principal` is undefined for a CORS preflight that was let through, and only then.
 */
export type Authentication =
  | { readonly ok: true; readonly principal: Principal | undefined }
  | { readonly ok: false; readonly refusal: HttpRefusal };

/**
 * Authenticates requests, whatever the framework. Neither method ever throws or rejects: if an adapter passes
 * anything but what this interface says, the request is refused with status 503, and an event `fault` says what is
 * wrong.
 */
export interface Authenticator {
  readonly keys: ApiKeys;

  /** Finds out for whom a request runs. If storage, hasher or directory do not answer, refuses it with status 503. */
  authenticate(request: HttpRequest): Promise<Authentication>;

  /**
   * Judges what `authenticate` established against further requirements, without a second verification. A preflight
   * has no principal and is refused: it belongs to what answers preflights, not to a handler with requirements.
   *
   * @param requirement What `readRequirement` returned, with the same keys, when the middleware was created.
   */
  authorize(principal: Principal | undefined, requirement: ReadRequirement): Authentication;
}

/**
 * Makes what the middleware of a framework is built on.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where an option is wrong, or names what is not declared.
 * @example
 * const { authenticate } = authenticator(keys, { realm: 'api', scopes: ['agents:read'] });
 * const authentication = await authenticate({ method: 'GET', url: request.url, rawHeaders: request.rawHeaders });
 */
export function authenticator<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: AuthenticatorOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): Authenticator {
  const { realm, headers, preflight, requirements } = readOptions(keys, options);
  const refused = refusals({ realm, headers });
  const holdsToken = credentialInUrl(keys.kinds);

  function judge(verification: Verification): Authentication {
    if (verification.ok === true) return { ok: true, principal: verification.principal };
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
        if (extraction.ok)
          return judge(await keys.verify(extraction.token, requirements as Requirements<Kind, Permission>));
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
        return judge(keys.authorize(principal, requirement as Requirements<Kind, Permission>));
      } catch (error) {
        return unavailable(error);
      }
    },
  };
}

/**
 * Checks what an adapter passes. Without this, no credential would be found in `Headers` or pairs, and every request
 * would be refused without a hint at the cause.
 */
function requireRequest(request: unknown): void {
  const { method, url, rawHeaders }: Readonly<Record<string, unknown>> = Object(request);
  if (typeof method !== 'string' || typeof url !== 'string')
    throw malformed('method and url must be strings');
  if (!Array.isArray(rawHeaders) || rawHeaders.length % 2 !== 0 || !areStrings(rawHeaders))
    throw malformed('rawHeaders must be an array of strings, names and values in turn');
}

/** Not `every`, which skips holes. */
function areStrings(lines: readonly unknown[]): boolean {
  for (const line of lines) if (typeof line !== 'string') return false;
  return true;
}

function malformed(detail: string): PosternError {
  return new PosternError('ERR_INVALID_ARGUMENT', `the adapter called authenticate wrongly: ${detail}`);
}

function notRead(): PosternError {
  return new PosternError(
    'ERR_INVALID_ARGUMENT',
    'the adapter called authorize wrongly: pass what readRequirement returned, with the same keys, when the middleware was created',
  );
}

/** @see https://fetch.spec.whatwg.org/#cors-preflight-request */
function isPreflight({ method, rawHeaders }: HttpRequest): boolean {
  const carries = (header: 'origin' | 'access-control-request-method') =>
    lineValues(rawHeaders, header).some((value) => value !== '');
  // H11
  return method === 'OPTIONS' && carries('origin') && carries('access-control-request-method');
}

/** Core tells of faults itself. Anything else that is thrown here would go unseen behind a 503. */
function report(keys: ApiKeys, error: unknown): void {
  if (isFault(error)) return;
  const told: PosternError = isPosternError(error) ? error : unexpected(error);
  keys.emit({ type: 'fault', code: told.code, error: told });
}

/** Whether a part that the host gave threw, or Postern itself, can't be told from here: the cause may. */
function unexpected(error: unknown): PosternError {
  return new PosternError('ERR_UNEXPECTED', 'something threw that must not; the cause has its class', {
    cause: safeCause(error),
  });
}
