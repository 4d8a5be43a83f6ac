import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/**
 * Refuses bodies of more than `maxSize` bytes with an answer of the host, and says that the connection ends: Node ends one on
 * which a body is not read to its end, and tells nobody (RFC 9112 §9.6).
 *
 * @example
 * app.use(refuseLongBodies(64 * 1024, (c) => c.text('too long', 413)));
 */
export function refuseLongBodies(
  maxSize: number,
  answer: (c: Context) => Response | Promise<Response>,
): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    async onError(c) {
      const response = await answer(c);
      response.headers.set('Connection', 'close');
      return response;
    },
  });
}
