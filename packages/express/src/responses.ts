import type { ServerResponse } from 'node:http';
import {
  defaultCacheControl,
  type HttpRefusal,
  mergeVary,
  type ProblemResponse,
  problemContentType,
  type Refused,
  refusalHeaderNames,
  refusalOnlyHeaderNames,
} from '@postern/http';
import type { Request, Response } from 'express';
import { beforeHeaders } from './before-headers.js';

/**
 * Writes the body of a refusal, with `res.json`, `res.send` or `res.end`. You choose the `Content-Type`; the status
 * and the refusal's own headers cannot be changed. If it returns a promise, the promise is awaited. Never show
 * `refusal.reason` to the caller: it would distinguish revoked keys from unknown ones.
 */
export type OnRefused = (req: Request, res: Response, refusal: HttpRefusal) => unknown;

/** A request and its response. */
interface Exchange {
  readonly req: Request;
  readonly res: Response;
}

/** Responds with a refusal. Rejects if `onRefused` does, so that the application's error handler responds. */
export type Refuse = (exchange: Exchange, refusal: HttpRefusal) => Promise<void>;

/** Returns the function that refuses requests with the host's own body, or `undefined` for a problem document. */
export function refusalHandler(onRefused: OnRefused | undefined): Refuse | undefined {
  return onRefused && ((exchange, refusal) => sendOwnBody(exchange, refusal, onRefused));
}

/** Sends a refusal. Rejects if `refuse` does. */
export async function sendRefusal(exchange: Exchange, { refusal, refuse }: Refused<Refuse>): Promise<void> {
  const { res } = exchange;
  // Something else has responded in the meantime, usually a timeout.
  if (res.headersSent || res.writableEnded) return;
  if (refuse === undefined) return sendProblem(res, refusal);
  return refuse(exchange, refusal);
}

/** Responds with a problem document. */
function sendProblem(res: Response, refusal: ProblemResponse): void {
  writeHead(res, refusal);
  res.setHeader('Content-Type', problemContentType);
  res.end(JSON.stringify(refusal.problem));
}

async function sendOwnBody(
  { req, res }: Exchange,
  refusal: HttpRefusal,
  onRefused: OnRefused,
): Promise<void> {
  const release = enforceHead(res, refusal);
  try {
    await onRefused(req, res, refusal);
  } catch (error) {
    release();
    throw error;
  }
}

/** Sets the status and headers now, and again just before they are sent. Returns a function that stops this. */
function enforceHead(res: Response, refusal: HttpRefusal): () => void {
  let isEnforced = true;
  // Express decides by the status whether a body is needed at all, so it has to be set now as well.
  writeHead(res, refusal);
  beforeHeaders(res, () => {
    if (isEnforced) writeHead(res, refusal);
  });
  return () => {
    isEnforced = false;
    // The error handler's response is not a refusal, but no cache may store it either.
    res.statusCode = 500;
    for (const name of refusalOnlyHeaderNames) res.removeHeader(name);
  };
}

function writeHead(res: Response, { status, headers }: ProblemResponse): void {
  res.statusCode = status;
  for (const name of refusalHeaderNames) {
    const value = headers[name];
    if (name === 'Vary') addVary(res);
    else if (value === undefined) res.removeHeader(name);
    else res.setHeader(name, value);
  }
}

/** What `res.sendFile` and `express.static` set if the handler sets nothing. */
const sendFileDefault = 'public, max-age=0';

/**
 * Keeps caches from serving a response to another caller. It waits until the headers are written, because a later
 * `res.set('Vary', …)` would replace what it sets.
 */
export function protectResponse(res: ServerResponse): void {
  beforeHeaders(res, () => {
    addVary(res);
    const cacheControl = res.getHeader('Cache-Control');
    if (cacheControl === undefined || cacheControl === sendFileDefault)
      res.setHeader('Cache-Control', defaultCacheControl);
  });
}

/** Adds the headers that every response after the middleware depends on to `Vary`. */
function addVary(res: ServerResponse): void {
  const present = res.getHeader('Vary');
  res.setHeader('Vary', mergeVary(Array.isArray(present) ? present.join(', ') : present?.toString()));
}
