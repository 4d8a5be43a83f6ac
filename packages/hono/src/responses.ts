import {
  defaultCacheControl,
  type HttpRefusal,
  mergeVary,
  type ProblemResponse,
  problemContentType,
  type Refused,
  refusalCacheControl,
  refusalHeaderNames,
} from '@postern/http';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

/**
 * Creates the body of a refusal. You choose the `Content-Type`; the status and the refusal's own headers cannot
 * be changed. Never show `refusal.reason` to the caller: it would distinguish revoked keys from unknown ones.
 */
export type OnRefused = (c: Context, refusal: HttpRefusal) => Response | Promise<Response>;

/** Responds with a refusal, or throws it. Rejects if `onRefused` does. */
export type Refuse = (c: Context, refusal: HttpRefusal) => Promise<void>;

/** The options of `apiKeyAuth` that decide how it refuses. */
interface RefusalOptions {
  readonly onRefused?: OnRefused | undefined;
  readonly throwRefusals?: boolean | undefined;
}

/** Returns the function that refuses requests according to the options, or `undefined` for a problem document. */
export function refusalHandler({ onRefused, throwRefusals }: RefusalOptions): Refuse | undefined {
  if (throwRefusals === true) return (c, refusal) => throwRefusal(c, refusal, onRefused);
  return onRefused && ((c, refusal) => sendOwnBody(c, refusal, onRefused));
}

/** Sends or throws a refusal. Rejects if the application's error handler has to respond. */
export async function sendRefusal(c: Context, { refusal, refuse }: Refused<Refuse>): Promise<void> {
  if (refuse === undefined) return sendProblem(c, refusal);
  return refuse(c, refusal);
}

/** Responds with a problem document. */
function sendProblem(c: Context, refusal: ProblemResponse): void {
  // A response made by the context has the headers that earlier middleware set with `c.header`. Reading `c.res`
  // instead would create another response, and Hono would pipe this one's body through it: half of what a refusal
  // costs.
  c.res = c.newResponse(JSON.stringify(refusal.problem), refusal.status);
  c.res.headers.set('Content-Type', problemContentType);
  setRefusalHeaders(c.res.headers, refusal);
}

async function sendOwnBody(c: Context, refusal: HttpRefusal, onRefused: OnRefused): Promise<void> {
  // Set first, in case `onRefused` throws: no cache may store the error handler's response either.
  c.res.headers.set('Cache-Control', refusalCacheControl);
  c.res.headers.set('Vary', mergeVary(c.res.headers.get('Vary')));
  const { body, headers } = await onRefused(c, refusal);
  c.res = new Response(body, { status: refusal.status, headers });
  setRefusalHeaders(c.res.headers, refusal);
}

/** Throws a refusal with its response, and does not touch `c.res`: another middleware may let the request through. */
async function throwRefusal(
  c: Context,
  refusal: HttpRefusal,
  onRefused: OnRefused = (_, { problem }) =>
    Response.json(problem, { headers: { 'Content-Type': problemContentType } }),
): Promise<never> {
  const { status } = refusal;
  const { body, headers } = await onRefused(c, refusal);
  const res = new Response(body, { status, headers });
  // Hono replaces the headers of earlier middleware with those of this response, so `Vary` has to be merged here.
  const earlier = c.res.headers.get('Vary');
  if (earlier !== null) res.headers.append('Vary', earlier);
  setRefusalHeaders(res.headers, refusal);
  throw new HTTPException(status, { res, message: refusal.problem.title });
}

/** To be called after `c.res` is set: Hono copies the headers of earlier middleware onto a new response. */
function setRefusalHeaders(headers: Headers, refusal: ProblemResponse): void {
  const vary = mergeVary(headers.get('Vary'));
  for (const name of refusalHeaderNames) headers.delete(name);
  for (const [name, value] of Object.entries(refusal.headers)) headers.set(name, value);
  headers.set('Vary', vary);
}

/** Keeps caches from serving the response of a handler to another caller. */
export function protectResponse(c: Context): void {
  const { headers } = c.res;
  setHeader(c, 'Vary', mergeVary(headers.get('Vary')));
  if (!headers.has('Cache-Control')) setHeader(c, 'Cache-Control', defaultCacheControl);
}

/** The headers of a response from `fetch` are immutable. `c.header` always works, but copies the response. */
function setHeader(c: Context, name: string, value: string): void {
  try {
    c.res.headers.set(name, value);
  } catch {
    c.header(name, value);
  }
}
