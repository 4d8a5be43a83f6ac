import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';
import { invalidConfig } from '@postern/core/ports';

/** A request and its response, as Express, Fastify or Node has them. */
export interface HttpExchange {
  readonly request: IncomingMessage | { readonly raw: IncomingMessage };
  readonly response: ServerResponse | { readonly raw: ServerResponse };
}

/** Node's own request and response. */
export interface RawExchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** As it was sent: earlier middleware may have rewritten `req.url`. */
  readonly url: string;
}

/** Finds the request behind a context that is not HTTP. */
export type SwitchToHttp = (context: ExecutionContext) => HttpExchange;

/**
 * Returns the request behind a context.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if the context is not HTTP, and there is no `switchToHttp`.
 */
export function exchangeOf(context: ExecutionContext, switchToHttp: SwitchToHttp | undefined): RawExchange {
  const { request, response } = (context.getType() === 'http' ? ofHttp : (switchToHttp ?? ofOther))(context);
  const req = rawRequest(request);
  const { originalUrl = req.url ?? '' }: { readonly originalUrl?: string } = request as object;
  return { req, res: 'writeHead' in response ? response : response.raw, url: originalUrl };
}

function ofHttp(context: ExecutionContext): HttpExchange {
  const http = context.switchToHttp();
  return { request: http.getRequest(), response: http.getResponse() };
}

function ofOther(context: ExecutionContext): never {
  throw invalidConfig(`set switchToHttp in the options of ApiKeyModule to protect ${context.getType()}`);
}

/** Returns Node's request. A host may have added a property `raw` to it. */
export function rawRequest(request: HttpExchange['request']): IncomingMessage {
  return 'rawHeaders' in request ? request : request.raw;
}

/** Whether a request has become a web socket, so that it has no response of its own any more. */
export function isHandshake(req: IncomingMessage & { readonly upgrade?: unknown }): boolean {
  return req.upgrade === true;
}
