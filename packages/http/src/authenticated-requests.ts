import { type ApiKeys, PosternError, type Principal } from '@postern/core';
import type { Authenticator } from './authenticator.js';
import { authenticationMissing } from './build-refusal.js';
import type { HttpRefusal, ProblemResponse } from './http-refusal.js';
import type { ReadRequirement } from './requirements.js';

/** How `apiKeyAuth` authenticated one request. */
export interface AuthenticatedRequest<Refuse> {
  readonly authenticator: Authenticator;
  /** Undefined for a CORS preflight that was let through. */
  readonly principal: Principal | undefined;
  /** How the adapter responds to a refusal. Undefined: with the problem document. */
  readonly refuse: Refuse | undefined;
}

/** What `requireScopes` or `requireKinds` requires of a request. */
export interface Requirement {
  readonly keys: ApiKeys;
  readonly requirements: ReadRequirement;
  /** The name of the middleware, for the error if `apiKeyAuth` did not run. */
  readonly name: string;
}

/** A refusal, and how the adapter responds to it. */
export type Refused<Refuse> =
  | { readonly refusal: HttpRefusal; readonly refuse: Refuse | undefined }
  /** The service itself is set up wrongly: the adapter sends the problem document. */
  | { readonly refusal: ProblemResponse; readonly refuse: undefined };

/** Whether a request meets a requirement, and if not, how to respond. */
export type AuthorizationResult<Refuse> = { readonly ok: true } | ({ readonly ok: false } & Refused<Refuse>);

/**
 * Remembers a value for each request, for as long as the request exists. The value belongs to that object alone, not to
 * a copy of it, and must not show in logs, JSON or `inspect`. A `WeakMap` is such a store.
 */
export interface RequestStore<Request extends object, Value> {
  /** Returns the value of a request, or `undefined` if it has none. */
  get(request: Request): Value | undefined;
  /** Remembers a value for a request, instead of an earlier one. */
  set(request: Request, value: Value): unknown;
}

/** The requests of one framework that `apiKeyAuth` has authenticated. */
export interface AuthenticatedRequests<Request extends object, Refuse> {
  /** Remembers how a request was authenticated. Replaces the result of an earlier `apiKeyAuth`. */
  set(request: Request, authenticated: AuthenticatedRequest<Refuse>): void;

  /** Returns how a request was authenticated, or `undefined` if it was not. */
  get(request: Request): AuthenticatedRequest<Refuse> | undefined;

  /**
   * Returns the principal of a request.
   *
   * @throws {PosternError} `ERR_NOT_AUTHENTICATED` if `apiKeyAuth` did not run, or let a CORS preflight through.
   */
  principalOf(request: Request): Principal;

  /** Checks the principal of a request against a requirement, without a second verification. Never throws. */
  authorize(request: Request, requirement: Requirement): AuthorizationResult<Refuse>;
}

/**
 * Creates the store that the middleware of a framework shares. It is kept outside the requests: a property on them
 * would be typed on open routes too, and any handler could overwrite it. Entries end with their request.
 *
 * @param hint A sentence for hosts whose application has a part that finds no principal, for example because the
 *   framework copies requests. Default: none.
 * @param store Where the requests are remembered. Default: a `WeakMap`.
 * @param guard The adapter's name for `apiKeyAuth`, in errors and responses. Default: `apiKeyAuth`.
 * @example
 * const requests = authenticatedRequests<IncomingMessage, () => string>();
 * const { owner } = requests.principalOf(req);
 */
export function authenticatedRequests<Request extends object, Refuse>(
  hint?: string,
  store: RequestStore<Request, AuthenticatedRequest<Refuse>> = new WeakMap(),
  guard = 'apiKeyAuth',
): AuthenticatedRequests<Request, Refuse> {
  return {
    set(request, authenticated) {
      store.set(request, authenticated);
    },
    get(request) {
      return store.get(request);
    },
    principalOf(request) {
      const principal = store.get(request)?.principal;
      if (principal !== undefined) return principal;
      const message = `this request has no principal: ${guard} must run first on this route`;
      throw new PosternError('ERR_NOT_AUTHENTICATED', hint === undefined ? message : `${message}. ${hint}`);
    },
    authorize(request, { keys, requirements, name }) {
      const authenticated = store.get(request);
      if (authenticated?.authenticator.keys !== keys)
        return { ok: false, refusal: authenticationMissing(name, hint, guard), refuse: undefined };
      const { authenticator, principal, refuse } = authenticated;
      const authorization = authenticator.authorize(principal, requirements);
      return authorization.ok ? { ok: true } : { ok: false, refusal: authorization.refusal, refuse };
    },
  };
}
