import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApiKeys, Requirements } from '@postern/core';
import {
  type Authenticator,
  authenticator,
  problemContentType,
  type Refused,
  type Requirement,
  readRequirement,
} from '@postern/http';
import { codeThrownBy } from '../src/middleware/expectations.js';
import {
  type Echo,
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
} from '../src/middleware/subject.js';
import {
  type Defect,
  type Headers,
  type PlainParts,
  type Refuse,
  requests,
  soundParts,
} from './plain-parts.js';

/** Creates a subject of the middleware contract on plain Node: sound, or with a defect. */
export function plainSubject(defect: Defect = () => ({})): MakeMiddlewareSubject {
  const parts = { ...soundParts, ...defect(soundParts) };
  return async (setup) => {
    let handled = 0;
    const listener = adapter(parts, setup, () => {
      handled += 1;
    });
    const server = createServer((req, res) => {
      listener(req, res).catch(() => write(res, 500, parts.failedHeaders, 'failed'));
    });
    parts.prepare(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      names: parts.names,
      handled: () => handled,
      close: () => new Promise((resolve) => server.close(() => resolve())),
    };
  };
}

function adapter(
  parts: PlainParts,
  { keys, otherKeys, options, refusedBody: onRefused }: MiddlewareSetup,
  count: () => void,
) {
  const first = parts.optionsOf(options);
  const guard = authenticator(parts.keysOf(keys), first);
  const second = authenticator(
    parts.keysOf(keys),
    parts.secondOf(first, { realm: 'second', headers: ['authorization'] }),
  );
  const ofOthers = authenticator(otherKeys, { realm: 'other', headers: ['x-api-key'] });
  const scopes = requirementOf(guard.keys, { scopes: ['agents:read', 'agents:write'] });
  const kinds = requirementOf(guard.keys, { kinds: ['team'] });
  const guards: Readonly<Record<string, readonly Authenticator[]>> = {
    '/unguarded': [],
    '/twice': [guard, second],
    '/two-services': parts.guardsOf([guard, ofOthers]),
  };
  const requirements: Readonly<Record<string, Requirement>> = {
    '/scopes': scopes,
    '/unguarded': scopes,
    '/other-keys': requirementOf(otherKeys, { scopes: ['agents:read'] }),
    '/kinds': kinds,
    '/twice': kinds,
  };

  const refuse: Refuse | undefined =
    onRefused &&
    ((req, res, refusal) => {
      const { status, headers } = parts.refusalOf(refusal, req);
      const own = { 'Cache-Control': 'public', 'Content-Type': 'text/plain' };
      const challenge = headers['WWW-Authenticate'] === undefined ? {} : { 'WWW-Authenticate': 'Basic' };
      write(res, status, parts.refusedHeaders(headers, { ...own, ...challenge }), onRefused(refusal));
    });

  function sendRefusal(
    req: IncomingMessage,
    res: ServerResponse,
    { refusal, refuse }: Refused<Refuse>,
  ): void {
    if (refuse !== undefined) {
      try {
        refuse(req, res, refusal);
      } catch (error) {
        if (parts.isError(error)) throw error;
        count();
        write(res, 200, {}, 'ok');
      }
      return;
    }
    const earlier = pathOf(req) === '/after-others' ? earlierHeaders : {};
    const { 'WWW-Authenticate': _, 'Retry-After': __, 'X-Should-Retry': ___, ...kept }: Headers = earlier;
    const { status, headers, problem } = parts.refusalOf(refusal, req);
    const own = { ...kept, 'Content-Type': problemContentType };
    write(res, status, parts.refusedHeaders(headers, own), JSON.stringify(problem));
  }

  return async function listen(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = pathOf(req);
    if (path === '/open')
      return write(
        res,
        200,
        {},
        codeThrownBy(() => parts.principalOf(req)),
      );
    if (path === '/timed-out') setImmediate(() => write(res, 503, {}, 'timed out'));
    for (const auth of guards[path] ?? [guard]) {
      const authentication = await parts.authenticate(auth, req, parts.rawHeadersOf(req));
      if (parts.isAnswered(res)) return;
      if (!authentication.ok) return sendRefusal(req, res, { refusal: authentication.refusal, refuse });
      const { principal, headersToRemove } = authentication;
      parts.remove(req, headersToRemove ?? []);
      requests.set(req, { authenticator: auth, principal, refuse });
    }
    const requirement = requirements[path];
    const judged = requirement === undefined ? { ok: true as const } : await parts.judge(req, requirement);
    if (!judged.ok) return sendRefusal(req, res, judged);
    if (path !== '/missing') count();
    await answer(req, res, parts);
  };
}

function requirementOf(keys: ApiKeys, requirements: Requirements): Requirement {
  const name = requirements.kinds === undefined ? 'requireScopes' : 'requireKinds';
  return { keys, requirements: readRequirement(keys, requirements), name };
}

async function answer(req: IncomingMessage, res: ServerResponse, parts: PlainParts): Promise<void> {
  const { responseHeaders: headers } = parts;
  switch (pathOf(req)) {
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
    case '/after-others':
      return write(res, 200, headers(earlierHeaders), 'ok');
    case '/streamed':
      res.writeHead(200, headers({}));
      for (const piece of parts.piecesOf(['one', 'two'])) {
        res.write(piece);
        await nextTurn();
      }
      res.end();
      return;
    case '/echo':
      return write(res, 200, headers({}), JSON.stringify(await echo(req)));
    case '/principal':
    case '/two-services':
      return write(res, 200, headers({}), JSON.stringify(parts.principalOf(req)));
    default:
      return write(res, 200, headers({}), 'ok');
  }
}

async function echo(req: IncomingMessage): Promise<Echo> {
  return { headers: [req.headers, req.headersDistinct, req.rawHeaders], body: await text(req) };
}

function pathOf(req: IncomingMessage): string {
  return new URL(req.url ?? '', 'http://localhost').pathname;
}

function write(res: ServerResponse, status: number, headers: Headers, body: string): void {
  // A defect may not notice that something else has responded.
  if (!res.headersSent) res.writeHead(status, headers).end(body);
}
