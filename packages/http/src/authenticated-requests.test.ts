import { describe, expect, it } from 'vitest';
import { service } from '../test-support/service.js';
import { authenticatedRequests } from './authenticated-requests.js';
import { authenticator } from './authenticator.js';
import { readRequirement } from './requirements.js';

const { keys, token } = await service();
const auth = authenticator(keys);
const authentication = await auth.authenticate({
  method: 'GET',
  url: '/',
  rawHeaders: ['X-Api-Key', token],
});
if (!authentication.ok) throw new Error('the token of the service is not valid');
const { principal } = authentication;
const needs = (scope: 'agents:read' | 'agents:write') => ({
  keys,
  requirements: readRequirement(keys, { scopes: [scope] }),
  name: 'requireScopes',
});

/** A request that was authenticated like this. */
function requestOf(given: { principal: typeof principal; refuse: string | undefined }) {
  const requests = authenticatedRequests<object, string>();
  const request = {};
  requests.set(request, { authenticator: auth, ...given });
  return { requests, request };
}

describe('get', () => {
  it('get returns how a request was authenticated last, and nothing for another one', () => {
    const { requests, request } = requestOf({ principal, refuse: undefined });
    const last = { authenticator: auth, principal: undefined, refuse: 'last' };
    requests.set(request, last);
    expect([requests.get(request), requests.get({})]).toEqual([last, undefined]);
  });
});

describe('principalOf', () => {
  it('principalOf returns the principal that was set last', () => {
    const { requests, request } = requestOf({ principal: undefined, refuse: undefined });
    requests.set(request, { authenticator: auth, principal, refuse: undefined });
    expect(requests.principalOf(request)).toBe(principal);
  });

  it('the error and the response include the hint of the framework', () => {
    const requests = authenticatedRequests<object, string>('See route.');
    expect(() => requests.principalOf({})).toThrow(/route\. See route\.$/);
    expect(requests.authorize({}, needs('agents:read'))).toMatchObject({
      refusal: { problem: { detail: expect.stringMatching(/ See route\.$/) } },
    });
  });

  it('principalOf throws ERR_NOT_AUTHENTICATED for another request, and for a preflight', () => {
    const { requests, request } = requestOf({ principal: undefined, refuse: undefined });
    const missing = expect.objectContaining({ code: 'ERR_NOT_AUTHENTICATED' });
    expect(() => requests.principalOf(request)).toThrow(missing);
    expect(() => requests.principalOf({})).toThrow(missing);
  });
});

describe('authorize', () => {
  it('authorize accepts a principal with every required permission', () => {
    const { requests, request } = requestOf({ principal, refuse: 'mine' });
    expect(requests.authorize(request, needs('agents:read'))).toEqual({ ok: true });
  });

  it('authorize returns the refusal, and the refuse that was set', () => {
    const { requests, request } = requestOf({ principal, refuse: 'mine' });
    const result = requests.authorize(request, needs('agents:write'));
    expect(result).toMatchObject({ ok: false, refusal: { status: 403 }, refuse: 'mine' });
  });

  it('authorize returns a refusal with 500, and no refuse, if nothing was set or the keys differ', async () => {
    const { requests, request } = requestOf({ principal, refuse: 'mine' });
    const { keys: others } = await service();
    const wanted = { ok: false, refusal: { status: 500 }, refuse: undefined };
    expect(requests.authorize({}, needs('agents:read'))).toMatchObject(wanted);
    expect(requests.authorize(request, { ...needs('agents:read'), keys: others })).toMatchObject(wanted);
  });
});
