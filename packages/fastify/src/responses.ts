import {
  type HttpRefusal,
  type ProblemResponse,
  problemContentType,
  type Refused,
  refusalOnlyHeaderNames,
} from '@postern/http';
import { enforceRefusalHead, hasResponded } from '@postern/http/node';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteHook } from './route-hook.js';

/**
 * Returns the body of a refusal, or sends it with `reply.send`. You choose the `Content-Type`; the status and the
 * refusal's own headers cannot be changed. If it returns a promise, the promise is awaited. Never show
 * `refusal.reason` to the caller: it would distinguish revoked keys from unknown ones.
 */
export type OnRefused = (request: FastifyRequest, reply: FastifyReply, refusal: HttpRefusal) => unknown;

/**
 * Sends a refusal, through the application's `onSend` hooks. Calls `done` only with an error, so that the application's
 * error handler responds: without one, the request would go on.
 */
export async function sendRefusal(
  [request, anyReply, done]: Parameters<RouteHook>,
  { refusal, refuse }: Refused<OnRefused>,
): Promise<void> {
  const reply = anyReply as FastifyReply;
  if (reply.sent || hasResponded(reply.raw)) return;
  const release = enforceRefusalHead(reply.raw, refusal);
  try {
    const body =
      refuse === undefined
        ? problemBody(reply, refusal)
        : await refuse(request as FastifyRequest, reply, refusal);
    if (body !== undefined) reply.send(body);
  } catch (error) {
    release();
    // A reply has headers of its own, which `onRefused` may have set.
    for (const name of refusalOnlyHeaderNames) reply.removeHeader(name);
    done(error ? (error as Error) : new Error('onRefused threw something that is not an error'));
  }
}

/** As bytes, because Fastify adds a charset to the type of a text, and this type has none. */
function problemBody(reply: FastifyReply, { problem }: ProblemResponse): Buffer {
  reply.header('Content-Type', problemContentType);
  return Buffer.from(JSON.stringify(problem));
}
