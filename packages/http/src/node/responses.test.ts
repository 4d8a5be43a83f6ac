import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { authenticationMissing, buildRefusal } from '../build-refusal.js';
import { enforceRefusalHead } from './responses.js';

const challenge = 'Bearer realm="api"';
const refusal = buildRefusal({ code: 'credential_required', reason: 'no_credential', detail: '', challenge });
const changed = {
  Vary: 'Origin',
  'Cache-Control': 'public',
  'WWW-Authenticate': 'Basic',
  'Retry-After': '9',
};

/** Returns the response that a function writes. */
async function responseOf(write: (res: ServerResponse) => unknown): Promise<Response> {
  const server = createServer((_req, res) => void write(res)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
}

it('enforceRefusalHead keeps the status and the headers, whatever writes the body', async () => {
  const { status, headers } = await responseOf((res) => {
    enforceRefusalHead(res, refusal);
    res.writeHead(200, changed).end('a body');
  });
  expect([status, headers.get('WWW-Authenticate')]).toEqual([401, challenge]);
  expect([headers.get('Cache-Control'), headers.get('Retry-After')]).toEqual(['no-store', null]);
  expect(headers.get('Vary')).toBe('Origin, Authorization, X-Api-Key');
});

it('enforceRefusalHead sets the status and the headers at once, for what writes the body', async () => {
  const response = await responseOf((res) => {
    enforceRefusalHead(res, refusal);
    res.end(`${res.statusCode} ${res.getHeader('WWW-Authenticate')}`);
  });
  expect(await response.text()).toBe(`401 ${challenge}`);
});

it('after its release, the response is a 500 that is not a refusal, and that no cache stores', async () => {
  const { status, headers } = await responseOf((res) => {
    enforceRefusalHead(res, refusal)();
    res.setHeader('Cache-Control', 'public');
    res.end('failed');
  });
  expect([status, headers.get('Cache-Control')]).toEqual([500, 'no-store']);
  expect([headers.get('WWW-Authenticate'), headers.get('X-Should-Retry')]).toEqual([null, null]);
});

it('after its release, an error handler decides on the status, and on when to try again', async () => {
  const { status, headers } = await responseOf((res) => {
    enforceRefusalHead(res, authenticationMissing('requireScopes'))();
    res.writeHead(503, { 'Retry-After': '9' }).end('failed');
  });
  expect([status, headers.get('Retry-After'), headers.get('Cache-Control')]).toEqual([503, '9', 'no-store']);
});

it('its release has no effect once the response is sent', async () => {
  let release: (() => void) | undefined;
  const response = await responseOf((res) => {
    release = enforceRefusalHead(res, refusal);
    res.end('a body');
  });
  expect(release).not.toThrow();
  expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, challenge]);
});
