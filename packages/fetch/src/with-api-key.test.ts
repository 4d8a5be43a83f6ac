import { serviceInMemory } from '@postern/conformance/middleware';
import { describe, expect, it } from 'vitest';
import {
  authenticateRequest,
  principalOf,
  requireScopes,
  type WithApiKeyOptions,
  withApiKey,
} from './index.js';

const { keys, issue } = await serviceInMemory();
const { token, key } = await issue();
const principal = {
  owner: { kind: 'user', id: 'ada' },
  keyId: key.id,
  permissions: ['agents:read', 'agents:write'],
};
const request = (headers: Record<string, string> = { 'x-api-key': token }) =>
  new Request('http://localhost/api/agents', { headers });
const ok = () => new Response('ok');

type Options = WithApiKeyOptions<'user' | 'team', 'agents:read' | 'agents:write'>;

function expectProtected({ headers }: Response): void {
  expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
  expect(headers.get('Cache-Control')).toBe('private, no-store');
}

describe('withApiKey', () => {
  it('passes on the request itself and everything else that the host passes', async () => {
    const passed: unknown[] = [];
    const sent = request();
    const params = { id: '7' };
    await withApiKey(keys)((...all: readonly [Request, object, string]) => {
      passed.push(...all, principalOf(all[0]));
      return ok();
    })(sent, params, 'more');
    expect(passed).toEqual([sent, params, 'more', principal]);
    expect(passed[0]).toBe(sent);
    expect(passed[1]).toBe(params);
  });

  it('passes on what a handler returns or throws', async () => {
    const failed = new Error('failed');
    const failing = withApiKey(keys)(() => Promise.reject(failed));
    await expect(failing(request())).rejects.toBe(failed);
    const answer = ok();
    expect(await withApiKey(keys)(() => answer)(request())).toBe(answer);
    expect(await withApiKey(keys)(() => undefined)(request())).toBeUndefined();
  });

  it('principalOf throws for a copy of the request, and the error says why', async () => {
    const guarded = withApiKey(keys)((each) => Response.json(principalOf(each.clone())));
    await expect(guarded(request())).rejects.toMatchObject({
      code: 'ERR_NOT_AUTHENTICATED',
      message: expect.stringMatching(/withApiKey must run first .* not to a copy/),
    });
  });

  it('refuses a request whose signal is aborted during the verification, and does not run the handler', async () => {
    let calls = 0;
    const controller = new AbortController();
    const guarded = withApiKey(keys)(() => {
      calls += 1;
      return ok();
    });
    const answered = guarded(new Request(request(), { signal: controller.signal }));
    controller.abort();
    expect([(await answered).status, calls]).toEqual([503, 0]);
  });

  it('throws for wrong options when it is created', () => {
    const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
    for (const options of [{ realm: '"' }, { scopes: ['agents:delete'] }, { relm: 'a' }, null, 'api'])
      expect(() => withApiKey(keys, options as never)).toThrow(wrong);
    expect(() => requireScopes(keys, ...([] as unknown as ['agents:read']))).toThrow(wrong);
  });
});

describe('H10 a response', () => {
  it.each([
    ['of Response.redirect', () => Response.redirect('http://localhost/elsewhere', 302), 302],
    ['without a body', () => new Response(null, { status: 204 }), 204],
    ['to a conditional request', () => new Response(null, { status: 304 }), 304],
  ])('%s is protected', async (_, handler, status) => {
    const response = await withApiKey(keys)(handler)(request());
    expect(response.status).toBe(status);
    expectProtected(response);
  });

  it('of fetch, whose headers are immutable, is protected and has its body', async () => {
    const response = await withApiKey(keys)(() => fetch('data:text/plain,fetched'))(request());
    expect(await response.text()).toBe('fetched');
    expectProtected(response);
  });

  it('that is a network error is passed on as it is', async () => {
    const answer = Response.error();
    expect(await withApiKey(keys)(() => answer)(request())).toBe(answer);
  });

  it('of authenticateRequest is protected by its protect', async () => {
    const authentication = await authenticateRequest(keys, request());
    if (!authentication.ok) throw new Error('refused');
    expectProtected(authentication.protect(ok()));
  });
});

describe('authenticateRequest', () => {
  it('returns the principal, which principalOf and requireScopes find too', async () => {
    const sent = request();
    expect(await authenticateRequest(keys, sent)).toMatchObject({ ok: true, principal });
    expect(principalOf(sent)).toEqual(principal);
    expect(await requireScopes(keys, 'agents:write')(ok)(sent)).toMatchObject({ status: 200 });
  });

  it('returns the response to a refused request, and why', async () => {
    const { token: narrow } = await issue({ scopes: [] });
    for (const [headers, status, reason] of [
      [{}, 401, 'no_credential'],
      [{ 'x-api-key': 'nonsense' }, 401, 'malformed'],
      [{ 'x-api-key': 'a, b' }, 400, 'ambiguous_request'],
      [{ 'x-api-key': narrow }, 403, 'insufficient_scope'],
    ] as const) {
      const authentication = await authenticateRequest(keys, request(headers), { scopes: ['agents:read'] });
      expect(authentication).toMatchObject({ ok: false, refusal: { reason }, response: { status } });
    }
  });

  it('uses the options and the keys that it gets, also if it has seen one of them before', async () => {
    const { keys: others } = await serviceInMemory();
    const options: Options = { realm: 'first' };
    const challenge = async (...given: Parameters<typeof authenticateRequest>) => {
      const authentication = await authenticateRequest(...given);
      return authentication.ok ? 'ok' : authentication.response.headers.get('WWW-Authenticate');
    };
    for (let round = 0; round < 2; round += 1) {
      expect(await challenge(keys, request(), options)).toBe('ok');
      expect(await challenge(others, request(), options)).toBe('Bearer realm="first", error="invalid_token"');
      expect(await challenge(others, request(), { realm: 'b' })).toBe(
        'Bearer realm="b", error="invalid_token"',
      );
      expect(await challenge(others, request())).toBe('Bearer realm="api", error="invalid_token"');
    }
  });

  it('rejects for wrong options, and never lets a preflight through', async () => {
    await expect(authenticateRequest(keys, request(), { realm: '"' })).rejects.toMatchObject({
      code: 'ERR_INVALID_CONFIG',
    });
    const preflight = new Request('http://localhost/', {
      method: 'OPTIONS',
      headers: { Origin: 'https://a.example', 'Access-Control-Request-Method': 'GET' },
    });
    expect(await authenticateRequest(keys, preflight)).toMatchObject({ ok: false });
    const options = { preflight: true } as never;
    await expect(authenticateRequest(keys, preflight, options)).rejects.toMatchObject({
      code: 'ERR_NOT_AUTHENTICATED',
    });
  });
});

describe('removeCredential', () => {
  const secret = { 'x-api-key': token, 'X-Other': 'kept' };

  it('takes the key out of the request that the handler gets, which has the principal', async () => {
    const sent = request(secret);
    const seen = await withApiKey(keys, { removeCredential: true })((each) =>
      Response.json([[...each.headers], principalOf(each)]),
    )(sent);
    expect(await seen.json()).toEqual([[['x-other', 'kept']], principal]);
    expect(sent.headers.has('x-api-key')).toBe(false);
  });

  it('passes on another request if the headers of this one cannot be changed, with its body', async () => {
    const sent = new Request('http://localhost/', { method: 'POST', headers: secret, body: 'a body' });
    const refuse = () => {
      throw new TypeError('immutable');
    };
    Object.defineProperty(sent.headers, 'delete', { value: refuse });
    const authentication = await authenticateRequest(keys, sent, { removeCredential: true });
    if (!authentication.ok) throw new Error('refused');
    const passedOn = authentication.request;
    expect(passedOn).not.toBe(sent);
    expect([passedOn.headers.get('x-api-key'), passedOn.headers.get('x-other')]).toEqual([null, 'kept']);
    expect([principalOf(passedOn), await passedOn.text()]).toEqual([principal, 'a body']);
  });

  it('the request to pass on is the same one without it', async () => {
    const sent = request();
    expect(await authenticateRequest(keys, sent)).toMatchObject({ request: sent });
    expect(sent.headers.get('x-api-key')).toBe(token);
  });
});
