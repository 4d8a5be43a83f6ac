import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Principal, Requirements } from '@postern/core';
import {
  type Authentication,
  type Authenticator,
  authenticationMissing,
  authenticator,
  defaultCacheControl,
  type HttpAnswer,
  mergeVary,
  problemContentType,
} from '@postern/http';
import type { MakeMiddlewareSubject, MiddlewareSetup } from '../src/middleware/subject.js';

type Headers = Readonly<Record<string, string>>;

/** What an adapter decides by itself. A defect replaces some of it. */
interface PlainParts {
  keysOf(keys: MiddlewareSetup['keys']): MiddlewareSetup['keys'];
  rawHeadersOf(req: IncomingMessage): readonly string[];
  authenticate(
    auth: Authenticator,
    req: IncomingMessage,
    rawHeaders: readonly string[],
  ): Promise<Authentication>;
  authorize(
    auth: Authenticator,
    principal: Principal | undefined,
    requirements: Requirements,
  ): Promise<Authentication>;
  /** What is answered in place of a refusal. */
  refusalOf(answer: HttpAnswer, req: IncomingMessage): HttpAnswer;
  /** Whose headers count where `onRefused` makes the body. */
  refusedHeaders(refusal: Headers, own: Headers): Headers;
  /** The headers of a response whose handler set these. */
  responseHeaders(own: Headers): Headers;
  missing(requirement: string): HttpAnswer | undefined;
}

export type Defect = (sound: PlainParts) => Partial<PlainParts>;

const soundParts: PlainParts = {
  keysOf: (keys) => keys,
  rawHeadersOf: (req) => req.rawHeaders,
  authenticate: (auth, req, rawHeaders) =>
    auth.authenticate({ method: req.method ?? '', url: req.url ?? '', rawHeaders }),
  authorize: async (auth, principal, requirements) => auth.authorize(principal, requirements),
  refusalOf: (answer) => answer,
  refusedHeaders: (refusal, own) => ({ ...own, ...refusal }),
  responseHeaders: (own) => ({ 'Cache-Control': defaultCacheControl, ...own, Vary: mergeVary(own.Vary) }),
  missing: authenticationMissing,
};

/** The subject of the middleware contract on Node alone: sound, or with a defect. */
export function plainSubject(defect: Defect = () => ({})): MakeMiddlewareSubject {
  const parts = { ...soundParts, ...defect(soundParts) };
  return async (setup) => {
    let handled = 0;
    const listener = adapter(parts, setup, () => {
      handled += 1;
    });
    const server = createServer((req, res) => {
      listener(req, res).catch(() => write(res, 500, { 'Cache-Control': 'no-store' }, 'failed'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      handled: () => handled,
      close: () => new Promise((resolve) => server.close(() => resolve())),
    };
  };
}

const requirements: Readonly<Record<string, Requirements>> = {
  '/scopes': { scopes: ['agents:read', 'agents:write'] },
  '/kinds': { kinds: ['team'] },
};

function adapter(parts: PlainParts, { keys, options, refusedBody }: MiddlewareSetup, count: () => void) {
  const auth = authenticator(parts.keysOf(keys), options);

  function refuse(
    req: IncomingMessage,
    res: ServerResponse,
    { refusal }: Authentication & { ok: false },
  ): void {
    const { status, headers, problem } = parts.refusalOf(refusal, req);
    if (refusedBody === undefined) {
      write(res, status, { ...headers, 'Content-Type': problemContentType }, JSON.stringify(problem));
      return;
    }
    const own = { 'Cache-Control': 'public', 'WWW-Authenticate': 'Basic', 'Content-Type': 'text/plain' };
    const body = refusedBody(refusal);
    const { 'WWW-Authenticate': _, ...kept } = own;
    write(res, status, parts.refusedHeaders(headers, status === 503 ? kept : own), body);
  }

  return async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = new URL(req.url ?? '', 'http://localhost').pathname;
    if (path === '/open') return write(res, 200, {}, 'ERR_NOT_AUTHENTICATED');
    const missing = path === '/unguarded' ? parts.missing('requireScopes') : undefined;
    if (missing !== undefined) {
      const headers = { ...missing.headers, 'Content-Type': problemContentType };
      return write(res, missing.status, headers, JSON.stringify(missing.problem));
    }
    const authentication = await parts.authenticate(auth, req, parts.rawHeadersOf(req));
    if (!authentication.ok) return refuse(req, res, authentication);
    const { principal } = authentication;
    const required = requirements[path];
    const authorization = required ? await parts.authorize(auth, principal, required) : authentication;
    if (!authorization.ok) return refuse(req, res, authorization);
    if (path !== '/missing') count();
    await answer(res, path, { principal, headers: parts.responseHeaders });
  };
}

async function answer(
  res: ServerResponse,
  path: string,
  { principal, headers }: { principal: Principal | undefined; headers: (own: Headers) => Headers },
): Promise<void> {
  switch (path) {
    case '/missing':
      return write(res, 404, headers({}), 'there is no such route');
    case '/throws':
      return write(res, 500, headers({}), 'failed');
    case '/own-headers':
      return write(
        res,
        200,
        headers({ Vary: 'Accept-Encoding', 'Cache-Control': 'public, max-age=60' }),
        'ok',
      );
    case '/streamed':
      res.writeHead(200, headers({})).write('one');
      await nextTurn();
      res.end('two');
      return;
    case '/principal':
      return write(res, principal ? 200 : 500, headers({}), JSON.stringify(principal ?? null));
    default:
      return write(res, 200, headers({}), 'ok');
  }
}

function write(res: ServerResponse, status: number, headers: Headers, body: string): void {
  res.writeHead(status, headers).end(body);
}
