import { type ApiKeys, PosternError, type Principal } from '@postern/core';
import type { Authenticator } from './authenticator.js';
import { authenticationMissing } from './build-refusal.js';
import type { HttpAnswer, HttpRefusal } from './http-refusal.js';
import type { ReadRequirement } from './requirements.js';

/** What `apiKeyAuth` established for one request. */
export interface Established<OnRefused> {
  readonly authenticator: Authenticator;
  /** Undefined for a CORS preflight that was let through. */
  readonly principal: Principal | undefined;
  readonly onRefused: OnRefused | undefined;
}

/** What `requireScopes` or `requireKinds` asks of a request. */
export interface Requirement {
  readonly keys: ApiKeys;
  readonly requirements: ReadRequirement;
  /** The name of the middleware, for whoever forgot `apiKeyAuth`. */
  readonly name: string;
}

/** What is to be answered. Where there is an `onRefused`, it makes the body. */
export type Refused<OnRefused> =
  | { readonly answer: HttpRefusal; readonly onRefused: OnRefused | undefined }
  /** A mistake in the set-up of the service, for which `onRefused` is not asked. */
  | { readonly answer: HttpAnswer; readonly onRefused: undefined };

/** What became of a requirement. */
export type Judgement<OnRefused> = { readonly ok: true } | ({ readonly ok: false } & Refused<OnRefused>);

/** The requests of one framework, and what was established for each. */
export interface EstablishedRequests<Request extends object, OnRefused> {
  /** Remembers what `apiKeyAuth` established, in place of what an earlier one did. */
  establish(request: Request, established: Established<OnRefused>): void;

  /**
   * Tells for whom a request runs.
   *
   * @throws {PosternError} `ERR_NOT_AUTHENTICATED` where nothing was established, or for a CORS preflight.
   */
  principalOf(request: Request): Principal;

  /** Judges what was established against a requirement, without a second verification. Never throws. */
  judge(request: Request, requirement: Requirement): Judgement<OnRefused>;
}

/**
 * Makes the memory that the middlewares of a framework share. It stands beside the requests, not on them, where a type
 * for every route would lie on open ones and any handler may write; it ends with them.
 *
 * @param hint A sentence for a host that finds no principal in a part of its application, for example because the framework
 *   copies requests. Default: none.
 * @example
 * const requests = establishedRequests<IncomingMessage, () => string>();
 * const { owner } = requests.principalOf(req);
 */
export function establishedRequests<Request extends object, OnRefused>(
  hint?: string,
): EstablishedRequests<Request, OnRefused> {
  const byRequest = new WeakMap<Request, Established<OnRefused>>();

  return {
    establish(request, established) {
      byRequest.set(request, established);
    },
    principalOf(request) {
      const principal = byRequest.get(request)?.principal;
      if (principal !== undefined) return principal;
      const message = 'this request has no principal: apiKeyAuth must run before this on the route';
      throw new PosternError('ERR_NOT_AUTHENTICATED', hint === undefined ? message : `${message}. ${hint}`);
    },
    judge(request, { keys, requirements, name }) {
      const established = byRequest.get(request);
      if (established?.authenticator.keys !== keys)
        return { ok: false, answer: authenticationMissing(name, hint), onRefused: undefined };
      const { authenticator, principal, onRefused } = established;
      const authorization = authenticator.authorize(principal, requirements);
      return authorization.ok ? { ok: true } : { ok: false, answer: authorization.refusal, onRefused };
    },
  };
}
