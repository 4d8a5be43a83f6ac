import { PosternError, type Principal } from '@postern/core';
import { buildPrincipal, memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { service } from '../test-support/service.js';
import { authenticator, type HttpRequest } from './authenticator.js';
import { type ReadRequirement, readRequirement } from './requirements.js';

const get = (...rawHeaders: string[]) => ({ method: 'GET', url: '/api/agents', rawHeaders });
const preflight = {
  method: 'OPTIONS',
  url: '/',
  rawHeaders: ['Origin', 'https://a.example', 'Access-Control-Request-Method', 'PUT'],
};

describe('authenticate', () => {
  it('authenticate returns the principal of a valid key', async () => {
    const { keys, token, key } = await service();
    const { authenticate } = authenticator(keys);
    expect(await authenticate(get('x-api-key', token))).toEqual({
      ok: true,
      principal: { owner: key.owner, keyId: key.id, permissions: ['agents:read'] },
    });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['the header that carries the key', ['x-api-key', '$'], ['x-api-key']],
    ['both if both do', ['X-Api-Key', '$', 'Authorization', 'Bearer $'], ['authorization', 'x-api-key']],
    ['none with another credential', ['X-Api-Key', '$', 'Authorization', 'Basic a'], ['x-api-key']],
    ['none that is empty', ['X-Api-Key', '', 'Authorization', 'Bearer $'], ['authorization']],
  ])('with removeCredential, authenticate names %s', async (_, lines, names) => {
    const { keys, token } = await service();
    const rawHeaders = lines.map((text) => text.replace('$', token));
    const { authenticate } = authenticator(keys, { removeCredential: true });
    expect(await authenticate(get(...rawHeaders))).toMatchObject({ ok: true, headersToRemove: names });
    const { authenticate: plain } = authenticator(keys);
    expect(await plain(get(...rawHeaders))).not.toHaveProperty('headersToRemove');
  });

  it('with removeCredential, authenticate names copies of the key in a header that is not accepted', async () => {
    const { keys, token } = await service();
    const { authenticate } = authenticator(keys, { removeCredential: true, headers: ['x-api-key'] });
    const headersToRemove = async (authorization: string) =>
      authenticate(get('x-api-key', token, 'Authorization', authorization));
    for (const copy of [`Bearer ${token}`, `Basic a, Bearer ${token}`, token])
      expect(await headersToRemove(copy)).toMatchObject({
        headersToRemove: ['authorization', 'x-api-key'],
      });
    expect(await headersToRemove('Bearer other')).toMatchObject({ headersToRemove: ['x-api-key'] });
  });

  it('a refused request and a preflight keep their headers', async () => {
    const { keys, token } = await service();
    const { authenticate } = authenticator(keys, {
      removeCredential: true,
      kinds: ['team'],
      preflight: true,
    });
    expect(await authenticate(get('x-api-key', token))).not.toHaveProperty('headersToRemove');
    expect(await authenticate(preflight)).toEqual({ ok: true, principal: undefined });
  });

  it('authenticate emits an event if there is no credential, or more than one', async () => {
    const { keys, events } = await service();
    const { authenticate } = authenticator(keys);
    await authenticate(get());
    await authenticate(get('x-api-key', 'a,b'));
    expect(events).toEqual([
      { type: 'refused', reason: 'no_credential' },
      { type: 'refused', reason: 'ambiguous_request' },
    ]);
  });

  it('authenticate refuses a key that does not meet the requirements of the route', async () => {
    const { keys, token } = await service();
    const team = await authenticator(keys, { kinds: ['team'] }).authenticate(get('x-api-key', token));
    const write = await authenticator(keys, { scopes: ['agents:write'] }).authenticate(
      get('x-api-key', token),
    );
    expect(team).toMatchObject({ ok: false, refusal: { status: 403, reason: 'wrong_kind' } });
    expect(write).toMatchObject({ ok: false, refusal: { status: 403, reason: 'insufficient_scope' } });
  });

  it('the requirements stay the same if the caller changes the options later', async () => {
    const { keys, token } = await service();
    const kinds: ('user' | 'team')[] = ['team'];
    const { authenticate } = authenticator(keys, { kinds });
    kinds.push('user');
    expect(await authenticate(get('x-api-key', token))).toMatchObject({ ok: false });
  });

  it('authenticate responds with 503 if a dependency fails', async () => {
    const failing = { ...memoryKeyRepository(), find: () => Promise.reject(new Error('down')) };
    const { keys, token, events } = await service({ repository: failing });
    const authentication = await authenticator(keys).authenticate(get('x-api-key', token));
    expect(authentication).toMatchObject({ ok: false, refusal: { status: 503, reason: 'unavailable' } });
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_REPOSITORY_UNAVAILABLE' }]);
  });

  it.each([
    ['an error of Postern', new PosternError('ERR_INVALID_ARGUMENT', 'wrong'), 'ERR_INVALID_ARGUMENT'],
    ['any error', new TypeError('secret detail'), 'ERR_UNEXPECTED'],
    ['a value that is not an error', 'a string', 'ERR_UNEXPECTED'],
  ])('F10 authenticate responds with 503 if verify throws %s, and emits a fault', async (_, thrown, code) => {
    const { keys, token, events } = await service();
    const broken = { ...keys, verify: () => Promise.reject(thrown) };
    const authentication = await authenticator(broken).authenticate(get('x-api-key', token));
    expect(authentication).toMatchObject({ ok: false, refusal: { status: 503, reason: 'unavailable' } });
    expect(events).toMatchObject([{ type: 'fault', code }]);
    expect(JSON.stringify(events)).not.toContain('secret detail');
  });
});

describe('authenticate never rejects', () => {
  const headers = ['Host', 'localhost'];
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'GET /'],
    ['no rawHeaders', { method: 'GET', url: '/' }],
    ['rawHeaders that are null', { method: 'GET', url: '/', rawHeaders: null }],
    ['Headers', { method: 'GET', url: '/', rawHeaders: new Headers({ Host: 'localhost' }) }],
    ['an object of headers', { method: 'GET', url: '/', rawHeaders: { host: 'localhost' } }],
    ['pairs', { method: 'GET', url: '/', rawHeaders: [['Host', 'localhost']] }],
    ['a number in the headers', { method: 'GET', url: '/', rawHeaders: ['X-Api-Key', 7] }],
    ['a list in the headers', { method: 'GET', url: '/', rawHeaders: ['Set-Cookie', ['a=1', 'b=2']] }],
    ['a name without a value', { method: 'GET', url: '/', rawHeaders: [...headers, 'X-Api-Key'] }],
    ['holes in the headers', { method: 'GET', url: '/', rawHeaders: new Array(2) }],
    ['no URL', { method: 'GET', rawHeaders: headers }],
    ['a URL that is an object', { method: 'GET', url: new URL('http://localhost/'), rawHeaders: headers }],
    ['no method', { url: '/', rawHeaders: headers }],
  ])('and reports the mistake of the adapter: %s', async (_what, request) => {
    const { keys, events } = await service();
    for (const preflight of [false, true]) {
      events.length = 0;
      const authentication = await authenticator(keys, { preflight }).authenticate(request as HttpRequest);
      expect(authentication).toMatchObject({ ok: false, refusal: { status: 503, reason: 'unavailable' } });
      expect(events).toMatchObject([{ type: 'fault', code: 'ERR_INVALID_ARGUMENT' }]);
      expect(events).toMatchObject([{ error: { message: expect.stringContaining('the adapter') } }]);
    }
  });

  it('even if reading the request throws, and quotes nothing from that error', async () => {
    const { keys, events } = await service();
    const request = new Proxy(get(), {
      get() {
        throw new Error('secret detail');
      },
    });
    expect(await authenticator(keys).authenticate(request)).toMatchObject({ refusal: { status: 503 } });
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_UNEXPECTED' }]);
    expect(JSON.stringify(events)).not.toContain('secret detail');
  });
});

it.each(['code', 'name'])(
  'authenticate and authorize never throw, even if reading the %s of an error throws',
  async (property) => {
    const { keys, events } = await service();
    const error = Object.defineProperty(new Error('x'), property, {
      get() {
        throw new Error('secret detail');
      },
    });
    const throwing = {
      get() {
        throw error;
      },
    };
    const { authenticate, authorize } = authenticator(keys);
    const requirement = readRequirement(keys, { scopes: ['agents:read'] });
    const unavailable = { ok: false, refusal: { status: 503 } };
    expect(await authenticate(new Proxy(get(), throwing))).toMatchObject(unavailable);
    expect(authorize(new Proxy({} as Principal, throwing), requirement)).toMatchObject(unavailable);
    expect(events).toMatchObject([{ code: 'ERR_UNEXPECTED' }, { code: 'ERR_UNEXPECTED' }]);
  },
);

describe('H05 a token in the URL', () => {
  it('emits an event without its value, and the refusal says where keys belong', async () => {
    const { keys, token, events } = await service();
    const request = { ...get(), url: `/api/agents?key=${token}` };
    const authentication = await authenticator(keys).authenticate(request);
    expect(authentication).toMatchObject({ ok: false, refusal: { status: 401, reason: 'no_credential' } });
    expect(JSON.stringify(authentication)).toContain('Keys go in headers, never in URLs');
    expect(events).toEqual([{ type: 'credential_in_url' }, { type: 'refused', reason: 'no_credential' }]);
  });

  it('emits an event even if the request has a valid key as well', async () => {
    const { keys, token, events } = await service();
    const request = { ...get('x-api-key', token), url: `/?key=${token}` };
    expect(await authenticator(keys).authenticate(request)).toMatchObject({ ok: true });
    expect(events).toEqual([{ type: 'credential_in_url' }]);
  });
});

describe('H11 a preflight', () => {
  it('is refused by default', async () => {
    const { keys } = await service();
    expect(await authenticator(keys).authenticate(preflight)).toMatchObject({ ok: false });
  });

  it('is let through without a principal if preflight is true', async () => {
    const { keys } = await service();
    const { authenticate } = authenticator(keys, { preflight: true });
    expect(await authenticate(preflight)).toEqual({ ok: true, principal: undefined });
  });

  it.each([
    { ...preflight, method: 'GET' },
    { ...preflight, rawHeaders: ['Origin', 'https://a.example'] },
    { ...preflight, rawHeaders: ['Access-Control-Request-Method', 'PUT'] },
    { ...preflight, rawHeaders: ['Origin', '', 'Access-Control-Request-Method', ''] },
  ])('is only recognised by OPTIONS and both headers (%#)', async (request) => {
    const { keys } = await service();
    const { authenticate } = authenticator(keys, { preflight: true });
    expect(await authenticate(request)).toMatchObject({ ok: false, refusal: { status: 401 } });
  });
});

describe('authorize', () => {
  it('authorize checks a principal, and emits an event if it refuses', async () => {
    const { keys, events } = await service();
    const { authorize } = authenticator(keys);
    const principal = buildPrincipal({ permissions: ['agents:read'] });
    const reads = readRequirement(keys, { scopes: ['agents:read'] });
    const isTeam = readRequirement(keys, { kinds: ['team'] });
    expect(authorize(principal, reads)).toEqual({ ok: true, principal });
    expect(authorize(principal, isTeam)).toMatchObject({ refusal: { reason: 'wrong_kind' } });
    expect(events).toMatchObject([{ type: 'refused', reason: 'wrong_kind' }]);
  });

  it('authorize refuses a request without a principal', async () => {
    const { keys } = await service();
    const requirement = readRequirement(keys, { scopes: ['agents:read'] });
    expect(authenticator(keys).authorize(undefined, requirement)).toMatchObject({
      ok: false,
      refusal: { status: 401 },
    });
  });

  it('authorize responds with 503 if the check throws', async () => {
    const { keys } = await service();
    const broken = {
      ...keys,
      authorize() {
        throw new Error('broken');
      },
    };
    const requirement = readRequirement(broken, { scopes: ['agents:read'] });
    expect(authenticator(broken).authorize(buildPrincipal(), requirement)).toMatchObject({
      refusal: { status: 503 },
    });
  });

  it('authorize never throws, and reports a requirement that was not read, or read with other keys', async () => {
    const { keys, events } = await service();
    const { keys: others } = await service();
    const { authorize } = authenticator(keys);
    const theirs = readRequirement(others, { scopes: ['agents:read'] });
    for (const requirement of [{ scopes: ['agents:read'] }, { ...theirs }, theirs, undefined, null, 7]) {
      events.length = 0;
      const result = authorize(buildPrincipal(), requirement as ReadRequirement);
      expect(result).toMatchObject({ ok: false, refusal: { status: 503 } });
      expect(events).toMatchObject([
        { code: 'ERR_INVALID_ARGUMENT', error: { message: expect.stringContaining('readRequirement') } },
      ]);
    }
  });
});
