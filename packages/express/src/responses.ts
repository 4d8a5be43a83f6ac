import type { HttpRefusal, Refused } from '@postern/http';
import { enforceRefusalHead, hasResponded, sendProblem } from '@postern/http/node';
import type { NextFunction, Request, Response } from 'express';

/**
 * Writes the body of a refusal, with `res.json`, `res.send` or `res.end`. You choose the `Content-Type`; the status
 * and the refusal's own headers cannot be changed. If it returns a promise, the promise is awaited. Never show
 * `refusal.reason` to the caller: it would distinguish revoked keys from unknown ones.
 */
export type OnRefused = (req: Request, res: Response, refusal: HttpRefusal) => unknown;

/** What Express passes to middleware. */
interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
}

/** Responds with a refusal. Rejects if `onRefused` does. */
export type Refuse = (exchange: Exchange, refusal: HttpRefusal) => Promise<void>;

/** Returns the function that refuses requests with the host's own body, or `undefined` for a problem document. */
export function refusalHandler(onRefused: OnRefused | undefined): Refuse | undefined {
  return onRefused && ((exchange, refusal) => sendOwnBody(exchange, refusal, onRefused));
}

/** Sends a refusal. If `onRefused` fails, the application's error handler responds. */
export async function sendRefusal(exchange: Exchange, { refusal, refuse }: Refused<Refuse>): Promise<void> {
  const { res, next } = exchange;
  if (hasResponded(res)) return;
  if (refuse === undefined) return sendProblem(res, refusal);
  try {
    await refuse(exchange, refusal);
  } catch (error) {
    // Express 4 does not wait for the promise of a middleware: a rejection would end the process.
    next(toError(error));
  }
}

/** Express takes neither nothing nor `'route'` for an error: it would go on to the handler of the refused request. */
function toError(thrown: unknown): object {
  if (typeof thrown === 'object' && thrown !== null) return thrown;
  return new Error('onRefused threw something that is not an error', { cause: thrown });
}

async function sendOwnBody(
  { req, res }: Exchange,
  refusal: HttpRefusal,
  onRefused: OnRefused,
): Promise<void> {
  const release = enforceRefusalHead(res, refusal);
  try {
    await onRefused(req, res, refusal);
  } catch (error) {
    release();
    throw error;
  }
}
