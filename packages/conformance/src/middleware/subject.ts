import type { ApiKeys } from '@postern/core';
import type { AuthenticatorOptions, HttpRefusal } from '@postern/http';

export type SubjectKind = 'user' | 'team';
export type SubjectPermission = 'agents:read' | 'agents:write';

/** What a subject is created with. */
export interface MiddlewareSetup {
  readonly keys: ApiKeys<SubjectKind, SubjectPermission>;
  /** The keys of another service. */
  readonly otherKeys: ApiKeys<SubjectKind, SubjectPermission>;
  /** The options of `apiKeyAuth`. */
  readonly options: AuthenticatorOptions<SubjectKind, SubjectPermission>;
  /**
   * If given, `onRefused` responds with what this returns, as `text/plain`, and tries to respond with 200,
   * `Cache-Control: public` and `WWW-Authenticate: Basic`. If this throws, `onRefused` rejects with the same error.
   */
  readonly refusedBody?: ((refusal: HttpRefusal) => string) | undefined;
}

/** A server on 127.0.0.1 that uses the middleware under test. */
export interface MiddlewareSubject {
  readonly port: number;
  /** The names of the functions that `apiKeyAuth`, `requireScopes` and `requireKinds` returned, in this order. */
  readonly names: readonly string[];
  /** What the package calls these three. Default: the names above. */
  readonly exportedAs?: readonly string[] | undefined;
  /**
   * Whether middleware, handlers and error handlers write to the same response, as in Hono and Express. If not, because
   * a handler returns its response, no clause checks the headers that others set. Default: true.
   */
  readonly sharesResponse?: boolean | undefined;
  /** How many requests reached a handler, not counting `/open`. */
  handled(): number;
  close(): Promise<void>;
}

/** The names of what most packages export. */
export const usualNames: readonly string[] = ['apiKeyAuth', 'requireScopes', 'requireKinds'];

/** What a handler has received. */
export interface Echo {
  /** The headers, in every form in which the framework and its server show them to a handler. */
  readonly headers: readonly unknown[];
  readonly body: string;
}

/** The headers that the middleware before `apiKeyAuth` sets on `/after-others`. */
export const earlierHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'public',
  Vary: 'Origin',
  'WWW-Authenticate': 'Basic',
  'Retry-After': '5',
  'X-Should-Retry': 'true',
  'X-Earlier': 'kept',
};

/**
 * Starts a server, over the runtime's real HTTP, or rejects with what `apiKeyAuth` throws. It serves these routes for
 * every method:
 *
 * | path | before the handler | what the handler does |
 * | --- | --- | --- |
 * | `/principal` | `apiKeyAuth(keys, options)` | responds with 200 and `principalOf(…)` as JSON |
 * | `/scopes` | the same, and `requireScopes(keys, 'agents:read', 'agents:write')` | responds with 200 |
 * | `/kinds` | the same, and `requireKinds(keys, 'team')` | responds with 200 |
 * | `/own-headers` | `apiKeyAuth(keys, options)` | sets `Vary: Accept-Encoding` and `Cache-Control: public, max-age=60`, replacing earlier values; responds with 200 |
 * | `/streamed` | `apiKeyAuth(keys, options)` | responds with 200 and `one`, `two` in two pieces, the second in a later turn |
 * | `/echo` | `apiKeyAuth(keys, options)` | reads the whole body, then responds with 200 and `Echo` as JSON |
 * | `/throws` | `apiKeyAuth(keys, options)` | throws; the framework or an error handler responds with 500 |
 * | `/missing` | `apiKeyAuth(keys, options)` | there is none: the framework responds with 404 |
 * | `/other-keys` | `apiKeyAuth(keys, options)`, and `requireScopes(otherKeys, 'agents:read')` | responds with 200 |
 * | `/twice` | `apiKeyAuth(keys, options)`, `apiKeyAuth(keys, { realm: 'second', headers: ['authorization'] })`, and `requireKinds(keys, 'team')` | responds with 200 |
 * | `/two-services` | `apiKeyAuth(keys, options)` and `apiKeyAuth(otherKeys, { realm: 'other', headers: ['x-api-key'] })` | the same as `/principal` |
 * | `/timed-out` | a middleware that responds with 503 and the text `timed out` without waiting for the later ones, then `apiKeyAuth(keys, options)` | responds with 200 |
 * | `/after-others` | a middleware that sets `earlierHeaders`, then `apiKeyAuth(keys, options)` | responds with 200 |
 * | `/unguarded` | `requireScopes(keys, 'agents:read')` alone | responds with 200 |
 * | `/open` | nothing | responds with 200 and the `code` of what `principalOf(…)` throws, as text |
 */
export type MakeMiddlewareSubject = (setup: MiddlewareSetup) => Promise<MiddlewareSubject>;
