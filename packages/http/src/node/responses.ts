import type { ServerResponse } from 'node:http';
import {
  defaultCacheControl,
  mergeVary,
  refusalCacheControl,
  refusalHeaderNames,
  refusalOnlyHeaderNames,
} from '../build-refusal.js';
import { type ProblemResponse, problemContentType } from '../http-refusal.js';
import { beforeHeaders } from './before-headers.js';

/** What `res.sendFile` and `express.static` set if the handler sets nothing. */
const sendFileDefault = 'public, max-age=0';

/**
 * Keeps caches from serving a response to another caller. It waits until the headers are written, because a later
 * `res.setHeader('Vary', …)` would replace what it sets. It adds to `Vary`, and sets `Cache-Control` to
 * `private, no-store` unless the handler sets it.
 *
 * @example
 * createServer((_req, res) => {
 *   protectResponse(res);
 *   res.end('for this caller only');
 * });
 */
export function protectResponse(res: ServerResponse): void {
  beforeHeaders(res, () => {
    addVary(res);
    const cacheControl = res.getHeader('Cache-Control');
    if (cacheControl === undefined || cacheControl === sendFileDefault)
      res.setHeader('Cache-Control', defaultCacheControl);
  });
}

/**
 * Checks whether something else has responded in the meantime, usually a timeout. If so, neither refuse the request nor
 * let it through to its handler.
 */
export function hasResponded(res: ServerResponse): boolean {
  return res.headersSent || res.writableEnded;
}

/** Responds with the problem document of a refusal (RFC 9457). */
export function sendProblem(res: ServerResponse, refusal: ProblemResponse): void {
  writeRefusalHead(res, refusal);
  res.setHeader('Content-Type', problemContentType);
  res.end(JSON.stringify(refusal.problem));
}

/**
 * Sets the status and the headers of a refusal, in place of those that earlier code set. `Vary` is merged with the one
 * that is there. The `Content-Type` and the body are up to the caller.
 */
export function writeRefusalHead(res: ServerResponse, { status, headers }: ProblemResponse): void {
  res.statusCode = status;
  for (const name of refusalHeaderNames) {
    const value = headers[name];
    if (name === 'Vary') addVary(res);
    else if (value === undefined) res.removeHeader(name);
    else res.setHeader(name, value);
  }
}

/**
 * Sets the status and the headers of a refusal now, and again right before they are sent, so that what writes the body
 * cannot change them.
 *
 * @returns A function that stops this, for the response to an error: it is not a refusal, but no cache may store it
 *   either.
 * @example
 * createServer(async (_req, res) => {
 *   const release = enforceRefusalHead(res, authenticationMissing('requireScopes'));
 *   try {
 *     const page = await fetch('https://example.com/refused');
 *     res.end(await page.text());
 *   } catch {
 *     release();
 *     res.end('Something went wrong.'); // 500
 *   }
 * });
 */
export function enforceRefusalHead(res: ServerResponse, refusal: ProblemResponse): () => void {
  let isEnforced = true;
  // Frameworks decide by the status whether a body is needed at all, so it has to be set now as well.
  writeRefusalHead(res, refusal);
  beforeHeaders(res, () => {
    if (isEnforced) writeRefusalHead(res, refusal);
    else res.setHeader('Cache-Control', refusalCacheControl);
  });
  return () => {
    isEnforced = false;
    // Node would throw another error than the one that is being handled.
    if (res.headersSent) return;
    res.statusCode = 500;
    for (const name of refusalOnlyHeaderNames) res.removeHeader(name);
  };
}

/** Adds the headers that every response after the middleware depends on to `Vary`. */
function addVary(res: ServerResponse): void {
  const present = res.getHeader('Vary');
  res.setHeader('Vary', mergeVary(Array.isArray(present) ? present.join(', ') : present?.toString()));
}
