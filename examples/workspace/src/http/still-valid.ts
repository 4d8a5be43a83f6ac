import { type Context, Hono, type MiddlewareHandler } from 'hono';

/** Checks whether the key of a request is valid still: for streams, which outlast the answer. */
export type StillValid = (c: Context) => () => Promise<boolean>;

/** Asks the middleware that let the request in once more, with the same headers. A fault is no approval. */
export function stillValid(auth: MiddlewareHandler): StillValid {
  const again = new Hono().use(auth).get('/', (c) => c.body(null, 204));
  return (c) => async () => (await again.request('/', { headers: c.req.raw.headers })).status === 204;
}
