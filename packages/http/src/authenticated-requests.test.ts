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

/** One request, for which this was established. */
function requestOf(given: { principal: typeof principal; onRefused: string | undefined }) {
  const requests = authenticatedRequests<object, string>();
  const request = {};
  requests.set(request, { authenticator: auth, ...given });
  return { requests, request };
}

describe('principalOf', () => {
  it('gives what was established last', () => {
    const { requests, request } = requestOf({ principal: undefined, onRefused: undefined });
    requests.set(request, { authenticator: auth, principal, onRefused: undefined });
    expect(requests.principalOf(request)).toBe(principal);
  });

  it('includes the hint of its framework in what it throws and in the response', () => {
    const requests = authenticatedRequests<object, string>('See route.');
    expect(() => requests.principalOf({})).toThrow(/route\. See route\.$/);
    expect(requests.authorize({}, needs('agents:read'))).toMatchObject({
      response: { problem: { detail: expect.stringMatching(/ See route\.$/) } },
    });
  });

  it('throws ERR_NOT_AUTHENTICATED for another request, and for a preflight', () => {
    const { requests, request } = requestOf({ principal: undefined, onRefused: undefined });
    const missing = expect.objectContaining({ code: 'ERR_NOT_AUTHENTICATED' });
    expect(() => requests.principalOf(request)).toThrow(missing);
    expect(() => requests.principalOf({})).toThrow(missing);
  });
});

describe('authorize', () => {
  it('lets pass what has all that is required', () => {
    const { requests, request } = requestOf({ principal, onRefused: 'mine' });
    expect(requests.authorize(request, needs('agents:read'))).toEqual({ ok: true });
  });

  it('refuses by the onRefused that was established', () => {
    const { requests, request } = requestOf({ principal, onRefused: 'mine' });
    const result = requests.authorize(request, needs('agents:write'));
    expect(result).toMatchObject({ ok: false, response: { status: 403 }, onRefused: 'mine' });
  });

  it('answers 500, and asks no onRefused, where nothing was established, or with other keys', async () => {
    const { requests, request } = requestOf({ principal, onRefused: 'mine' });
    const { keys: others } = await service();
    const wanted = { ok: false, response: { status: 500 }, onRefused: undefined };
    expect(requests.authorize({}, needs('agents:read'))).toMatchObject(wanted);
    expect(requests.authorize(request, { ...needs('agents:read'), keys: others })).toMatchObject(wanted);
  });
});
