import {
  type HttpAnswer,
  type HttpRefusal,
  mergeVary,
  problemContentType,
  type Refused,
  refusalCacheControl,
  refusalHeaderNames,
} from '@postern/http';
import type { Context } from 'hono';

/**
 * Makes the body of a refusal. The status and the refusal's headers stay what they are; the `Content-Type` is yours.
 * `refusal.reason` is for the host: never show it, or revoked keys look different from unknown ones.
 */
export type OnRefused = (c: Context, refusal: HttpRefusal) => Response | Promise<Response>;

/** Answers a refusal. Rejects where `onRefused` does: the error handler of the application answers then. */
export async function refuse(c: Context, refused: Refused<OnRefused>): Promise<void> {
  if (refused.onRefused === undefined) return answer(c, refused.answer);
  const { answer: refusal, onRefused } = refused;
  // Set at once, for the error handler's answer. No cache may keep that one either.
  c.res.headers.set('Cache-Control', refusalCacheControl);
  c.res.headers.set('Vary', mergeVary(c.res.headers.get('Vary')));
  const { body, headers } = await onRefused(c, refusal);
  c.res = new Response(body, { status: refusal.status, headers });
  force(c.res.headers, refusal);
}

/** Answers with a problem document. */
function answer(c: Context, given: HttpAnswer): void {
  // Made by the context, it has what earlier middleware set by `c.header`. To read that from `c.res` makes a response,
  // which Hono merges with this one stream by stream: half of what a refusal costs.
  c.res = c.newResponse(JSON.stringify(given.problem), given.status);
  c.res.headers.set('Content-Type', problemContentType);
  force(c.res.headers, given);
}

/** After `c.res` is set: Hono puts what earlier middleware set over the headers of a new response. */
function force(headers: Headers, given: HttpAnswer): void {
  const vary = mergeVary(headers.get('Vary'));
  for (const name of refusalHeaderNames) headers.delete(name);
  for (const [name, value] of Object.entries(given.headers)) headers.set(name, value);
  headers.set('Vary', vary);
}
