import type { IncomingMessage } from 'node:http';
import { PosternError, type Principal } from '@postern/core';
import type { Authenticator } from '@postern/http';
import type { OnRefused } from './refuse.js';

/** What `apiKeyAuth` established for one request. */
export interface Established {
  readonly authenticator: Authenticator;
  /** Undefined for a CORS preflight that was let through. */
  readonly principal: Principal | undefined;
  readonly onRefused: OnRefused | undefined;
}

/** Beside the request, not on it, where a type for every route would lie on open ones and any handler may write. */
const byRequest = new WeakMap<IncomingMessage, Established>();

export function establish(req: IncomingMessage, established: Established): void {
  byRequest.set(req, established);
}

export function establishedOf(req: IncomingMessage): Established | undefined {
  return byRequest.get(req);
}

/**
 * Tells for whom a request runs.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` where `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (req, res) => res.json({ owner: principalOf(req).owner }));
 */
export function principalOf(req: IncomingMessage): Principal {
  const principal = byRequest.get(req)?.principal;
  if (principal !== undefined) return principal;
  throw new PosternError(
    'ERR_NOT_AUTHENTICATED',
    'this request has no principal: apiKeyAuth must run before on this route',
  );
}
