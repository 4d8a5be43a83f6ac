import type { ApiKeys } from '@postern/core';
import type { AuthenticatorOptions, HttpRefusal } from '@postern/http';

export type SubjectKind = 'user' | 'team';
export type SubjectPermission = 'agents:read' | 'agents:write';

/** What a subject is made with. */
export interface MiddlewareSetup {
  readonly keys: ApiKeys<SubjectKind, SubjectPermission>;
  /** Of another service. */
  readonly otherKeys: ApiKeys<SubjectKind, SubjectPermission>;
  /** For `apiKeyAuth`. */
  readonly options: AuthenticatorOptions<SubjectKind, SubjectPermission>;
  /**
   * Where it is given, `onRefused` answers with what this returns, as `text/plain`, and tries to answer 200 with
   * `Cache-Control: public` and `WWW-Authenticate: Basic`. What this throws, `onRefused` rejects with.
   */
  readonly refusedBody?: ((refusal: HttpRefusal) => string) | undefined;
}

/** A server on 127.0.0.1 that uses the middleware under test. */
export interface MiddlewareSubject {
  readonly port: number;
  /** The names of the functions that `apiKeyAuth`, `requireScopes` and `requireKinds` made, in this order. */
  readonly names: readonly string[];
  /** How many requests got as far as a handler, `/open` not counted. */
  handled(): number;
  close(): Promise<void>;
}

/** What the middleware before `apiKeyAuth` sets on `/after-others`. */
export const earlierHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'public',
  Vary: 'Origin',
  'WWW-Authenticate': 'Basic',
  'Retry-After': '5',
  'X-Should-Retry': 'true',
  'X-Earlier': 'kept',
};

/**
 * Makes a server, over the runtime's real HTTP, or rejects with what `apiKeyAuth` throws. It serves each of these for every method:
 *
 * | path | what stands before the handler | what the handler does |
 * | --- | --- | --- |
 * | `/principal` | `apiKeyAuth(keys, options)` | answers 200 with `principalOf(…)` as JSON |
 * | `/scopes` | the same, and `requireScopes(keys, 'agents:read', 'agents:write')` | answers 200 |
 * | `/kinds` | the same, and `requireKinds(keys, 'team')` | answers 200 |
 * | `/own-headers` | `apiKeyAuth(keys, options)` | sets `Vary: Accept-Encoding` and `Cache-Control: public, max-age=60`, in place of what is there; answers 200 |
 * | `/streamed` | `apiKeyAuth(keys, options)` | answers 200 with `one`, `two` in two pieces, the second in a later turn |
 * | `/throws` | `apiKeyAuth(keys, options)` | throws; the framework, or a handler of errors, answers 500 |
 * | `/missing` | `apiKeyAuth(keys, options)` | there is none: the framework answers 404 |
 * | `/other-keys` | `apiKeyAuth(keys, options)`, and `requireScopes(otherKeys, 'agents:read')` | answers 200 |
 * | `/twice` | `apiKeyAuth(keys, options)`, `apiKeyAuth(keys, { realm: 'second', headers: ['authorization'] })`, and `requireKinds(keys, 'team')` | answers 200 |
 * | `/after-others` | a middleware that sets `earlierHeaders`, then `apiKeyAuth(keys, options)` | answers 200 |
 * | `/unguarded` | `requireScopes(keys, 'agents:read')` alone | answers 200 |
 * | `/open` | nothing | answers 200 with the `code` of what `principalOf(…)` throws, as text |
 */
export type MakeMiddlewareSubject = (setup: MiddlewareSetup) => Promise<MiddlewareSubject>;
