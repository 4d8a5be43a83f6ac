import { PosternError, type Principal } from '@postern/core';
import type { Authenticator } from '@postern/http';
import type { Context } from 'hono';
import type { ApiKeyEnv } from './api-key-env.js';
import type { OnRefused } from './refuse.js';

/** What `apiKeyAuth` established for one request. */
export interface Established {
  readonly authenticator: Authenticator;
  /** Undefined for a CORS preflight that was let through. */
  readonly principal: Principal | undefined;
  readonly onRefused: OnRefused | undefined;
}

/** Beside the context, not in its variables, which any handler may set. */
const byContext = new WeakMap<Context, Established>();

export function establish(c: Context<ApiKeyEnv>, established: Established): void {
  byContext.set(c, established);
  if (established.principal !== undefined) c.set('principal', established.principal);
}

export function establishedOf(c: Context): Established | undefined {
  return byContext.get(c);
}

/**
 * Tells for whom a request runs.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` where `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (c) => c.json({ owner: principalOf(c).owner }));
 */
export function principalOf(c: Context): Principal {
  const principal = byContext.get(c)?.principal;
  if (principal !== undefined) return principal;
  throw new PosternError(
    'ERR_NOT_AUTHENTICATED',
    'this request has no principal: apiKeyAuth must run before on this route',
  );
}
