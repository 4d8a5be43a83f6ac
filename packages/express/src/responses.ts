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
 * Makes the body of a refusal, by `res.json`, `res.send` or `res.end`. The status and the refusal's headers stay what
 * they are; the `Content-Type` is yours. What it returns is awaited, and not looked at.
 * `refusal.reason` is for the host: never show it, or revoked keys look different from unknown ones.
 */
export type OnRefused = (req: Request, res: Response, refusal: HttpRefusal) => unknown;

/** Answers a refusal. Rejects where `onRefused` does: the error handler of the application answers then. */
export async function refuse(
  { req, res }: { readonly req: Request; readonly res: Response },
  refused: Refused<OnRefused>,
): Promise<void> {
  // Somebody else has answered in the meantime, usually a timeout.
  if (res.headersSent || res.writableEnded) return;
  if (refused.onRefused === undefined) return sendProblem(res, refused.response);
  const { response: refusal, onRefused } = refused;
  const release = enforceHead(res, refusal);
  try {
    await onRefused(req, res, refusal);
  } catch (error) {
    release();
    throw error;
  }
}

/** Answers with a problem document. */
function sendProblem(res: Response, problemResponse: ProblemResponse): void {
  writeHead(res, problemResponse);
  res.setHeader('Content-Type', problemContentType);
  res.end(JSON.stringify(problemResponse.problem));
}

/** Writes status and headers now, and again when they go out. Returns what lets go of them. */
function enforceHead(res: Response, refusal: HttpRefusal): () => void {
  let isEnforced = true;
  // Now as well: Express looks at the status when it judges whether a body is needed at all.
  writeHead(res, refusal);
  beforeHeaders(res, () => {
    if (isEnforced) writeHead(res, refusal);
  });
  return () => {
    isEnforced = false;
    // What the error handler answers is no refusal. That no cache may keep it stays.
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

/** What `res.sendFile` and `express.static` set by themselves, where the handler said nothing. */
const sendFileDefault = 'public, max-age=0';

/**
 * Keeps a response from being served to another caller. It waits until the headers are written: until then,
 * `res.set('Vary', …)` wipes what is there.
 */
export function protectResponse(res: ServerResponse): void {
  beforeHeaders(res, () => {
    addVary(res);
    const cacheControl = res.getHeader('Cache-Control');
    if (cacheControl === undefined || cacheControl === sendFileDefault)
      res.setHeader('Cache-Control', defaultCacheControl);
  });
}

/** Adds to `Vary` what every response behind the middleware depends on. */
function addVary(res: ServerResponse): void {
  const present = res.getHeader('Vary');
  res.setHeader('Vary', mergeVary(Array.isArray(present) ? present.join(', ') : present?.toString()));
}
