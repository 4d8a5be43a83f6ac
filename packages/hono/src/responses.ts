import {
  type HttpRefusal,
  mergeVary,
  type ProblemResponse,
  problemContentType,
  type Refused,
  refusalCacheControl,
} from '@postern/http';
import { protectHeaders, refusalResponse, setRefusalHeaders } from '@postern/http/fetch';
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
  onRefused: OnRefused | undefined,
): Promise<never> {
  const own = await onRefused?.(c, refusal);
  const res = refusalResponse(refusal, own);
  // Hono replaces the headers of earlier middleware with those of this response, so `Vary` has to be merged here.
  const varies = [own?.headers.get('Vary'), c.res.headers.get('Vary')].filter(
    (each) => typeof each === 'string',
  );
  res.headers.set('Vary', mergeVary(varies.join(', ')));
  throw new HTTPException(refusal.status, { res, message: refusal.problem.title });
}

/** Keeps caches from serving the response of a handler to another caller. */
export function protectResponse(c: Context): void {
  try {
    protectHeaders(c.res.headers);
  } catch {
    // The headers of a response from `fetch` are immutable. `c.header` copies the response.
    c.header('Vary', mergeVary(c.res.headers.get('Vary')));
    protectHeaders(c.res.headers);
  }
}
