import { type Context, Hono, type MiddlewareHandler } from 'hono';

/**
 * Checks whether the key of a request is still valid: for streams, which continue after the request was authenticated.
 */
export type StillValid = (c: Context) => () => Promise<boolean>;

/** Runs the request's authentication middleware again, with the same headers. A fault counts as not valid. */
export function stillValid(auth: MiddlewareHandler): StillValid {
  const again = new Hono().use(auth).get('/', (c) => c.body(null, 204));
  return (c) => async () => (await again.request('/', { headers: c.req.raw.headers })).status === 204;
}
