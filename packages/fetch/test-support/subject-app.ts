import { setImmediate as nextTurn } from 'node:timers/promises';
import { codeThrownBy, type Echo, type MiddlewareSetup } from '@postern/conformance/middleware';
import { type OnRefused, principalOf, requireKinds, requireScopes, withApiKey } from '../src/index.js';

type Handler = (request: Request) => Response | Promise<Response>;

/** What a subject serves, for any server that takes a function from `Request` to `Response`. */
export function subjectApp({ keys, otherKeys, options, refusedBody }: MiddlewareSetup) {
  let handled = 0;
  const counted =
    (answer: Handler): Handler =>
    (request) => {
      handled += 1;
      return answer(request);
    };
  const onRefused: OnRefused | undefined =
    refusedBody &&
    (async (_, refusal) =>
      new Response(refusedBody(refusal), {
        headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'public', 'WWW-Authenticate': 'Basic' },
      }));

  const guard = withApiKey(keys, { ...options, onRefused });
  const [scopes, kinds] = [requireScopes(keys, 'agents:read', 'agents:write'), requireKinds(keys, 'team')];
  const ok = counted(() => text('ok'));
  const principal = counted((request) => Response.json(principalOf(request)));
  const guarded: Readonly<Record<string, Handler>> = {
    '/principal': principal,
    '/scopes': scopes(ok),
    '/kinds': kinds(ok),
    '/other-keys': requireScopes(otherKeys, 'agents:read')(ok),
    '/twice': withApiKey(keys, { realm: 'second', headers: ['authorization'] })(kinds(ok)),
    '/two-services': withApiKey(otherKeys, { realm: 'other', headers: ['x-api-key'] })(principal),
    '/timed-out': ok,
    '/own-headers': counted(() =>
      text('ok', 200, { Vary: 'Accept-Encoding', 'Cache-Control': 'public, max-age=60' }),
    ),
    '/streamed': counted(() => new Response(streamed())),
    '/echo': counted(async (request) => Response.json(await echo(request))),
    '/throws': counted(() => {
      throw new Error('thrown by the handler');
    }),
  };
  const api = guard((request) => {
    const handler = guarded[pathOf(request)] ?? (() => text('not found', 404));
    return respondToErrors(handler)(request);
  });

  const open: Readonly<Record<string, Handler>> = {
    '/open': (request) => text(codeThrownBy(() => principalOf(request))),
    '/unguarded': requireScopes(keys, 'agents:read')(ok),
    '/timed-out': (request) => withinOneTurn(request, api),
  };
  const names = [guard, scopes, kinds].map(({ name }) => name);
  return {
    fetch: respondToErrors((request) => (open[pathOf(request)] ?? api)(request)),
    names,
    exportedAs: ['withApiKey', 'requireScopes', 'requireKinds'],
    sharesResponse: false,
    handled: () => handled,
  };
}

/** A response with a given `Content-Type`: Bun would not send its own with a response to HEAD. */
function text(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'text/plain', ...headers } });
}

function pathOf({ url }: Request): string {
  return new URL(url).pathname;
}

/** What most hosts do with an error of a handler. */
function respondToErrors(handler: Handler): Handler {
  return async (request) => {
    try {
      return await handler(request);
    } catch {
      return text('failed', 500);
    }
  };
}

/** A host that does not wait longer than a turn, and says so to its handler. */
async function withinOneTurn(request: Request, handler: Handler): Promise<Response> {
  const patience = new AbortController();
  const signal = AbortSignal.any([request.signal, patience.signal]);
  const timedOut = nextTurn().then(() => {
    patience.abort();
    return text('timed out', 503);
  });
  return Promise.race([handler(new Request(request, { signal })), timedOut]);
}

function streamed(): ReadableStream<Uint8Array> {
  const pieces = ['one', 'two'].map((piece) => new TextEncoder().encode(piece));
  return new ReadableStream({
    async pull(controller) {
      await nextTurn();
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
}

async function echo(request: Request): Promise<Echo> {
  return { headers: [[...request.headers]], body: await request.text() };
}
