import type { Refusal } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { authenticationMissing } from './build-refusal.js';
import { refusals } from './refusals.js';

const options = {
  realm: 'api',
  resourceMetadata: undefined,
  headers: ['authorization', 'x-api-key'],
} as const;
const both = refusals(options);
const noStore = { 'Cache-Control': 'no-store', Vary: 'Authorization, X-Api-Key' };
const final = { ...noStore, 'X-Should-Retry': 'false' };

describe('refusals', () => {
  it('a refusal is frozen, so an onRefused cannot change it for later requests', () => {
    for (const refusal of [both.noCredential, both.from({ reason: 'revoked' }), both.unavailable]) {
      for (const part of [refusal, refusal.headers, refusal.problem])
        expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('without a credential, the challenge has no error', () => {
    expect(both.noCredential).toEqual({
      status: 401,
      code: 'credential_required',
      reason: 'no_credential',
      headers: { 'WWW-Authenticate': 'Bearer realm="api"', ...final },
      problem: {
        type: 'urn:problem-type:postern:credential_required',
        title: 'An API key is required',
        status: 401,
        detail: 'Send an API key in a header: Authorization: Bearer <API key> or x-api-key: <API key>.',
        code: 'credential_required',
      },
    });
  });

  it('H02 H08 a refusal names only the headers that the route accepts', () => {
    const bearerOnly = refusals({ ...options, headers: ['authorization'] });
    for (const { problem } of [
      bearerOnly.noCredential,
      bearerOnly.credentialInUrl,
      bearerOnly.ambiguousRequest,
    ]) {
      expect(problem.detail).toContain('Authorization: Bearer <API key>');
      expect(problem.detail).toContain('This route accepts no other header.');
      expect(problem.detail).not.toContain('x-api-key');
    }
    expect(both.ambiguousRequest.problem.detail).toContain('x-api-key: <API key>');
  });

  it('an ambiguous request gets 400', () => {
    expect(both.ambiguousRequest).toMatchObject({
      status: 400,
      code: 'invalid_request',
      reason: 'ambiguous_request',
      headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_request"', ...final },
    });
  });

  it('every reason that concerns the credential gets the same response, and only the host sees the reason', () => {
    const reasons = [
      'malformed',
      'unknown',
      'wrong_secret',
      'revoked',
      'disabled',
      'expired',
      'owner_inactive',
    ] as const;
    const refused = reasons.map((reason) => both.from({ reason }));
    expect(refused.map(({ reason }) => reason)).toEqual(reasons);
    const responses = new Set(refused.map(({ reason, ...response }) => JSON.stringify(response)));
    expect([...responses].map((response) => JSON.parse(response))).toEqual([
      {
        status: 401,
        code: 'invalid_token',
        headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_token"', ...final },
        problem: expect.objectContaining({ code: 'invalid_token', status: 401 }),
      },
    ]);
  });

  it('an unknown reason gets the response of an invalid token', () => {
    expect(both.from({ reason: 'of a later version' } as never)).toMatchObject({
      status: 401,
      code: 'invalid_token',
    });
  });

  it('a wrong kind gets the accepted kinds in the detail, and no scope', () => {
    const { status, headers, problem } = both.from({ reason: 'wrong_kind', allowed: ['team', 'bot'] });
    expect(status).toBe(403);
    expect(headers['WWW-Authenticate']).toBe('Bearer realm="api", error="insufficient_scope"');
    expect(problem.detail).toBe('This route only accepts API keys of these kinds: team, bot.');
  });

  it('a missing permission gets the required ones in the scope of the challenge', () => {
    const { status, headers } = both.from({ reason: 'insufficient_scope', required: ['a:read', 'b'] });
    expect(status).toBe(403);
    expect(headers['WWW-Authenticate']).toBe(
      'Bearer realm="api", error="insufficient_scope", scope="a:read b"',
    );
  });

  it.each([
    [0, '1'],
    [1, '1'],
    [1_000, '1'],
    [1_001, '2'],
    [30_000, '30'],
  ])('an overload of %i ms asks to retry after %s seconds, without a challenge', (retryAfterMs, seconds) => {
    const { status, headers, code } = both.from({ reason: 'overloaded', retryAfterMs });
    expect({ status, code }).toEqual({ status: 503, code: 'temporarily_unavailable' });
    expect(headers).toEqual({ 'Retry-After': seconds, ...noStore });
  });

  it('a fault gets the response of an overload', () => {
    expect(both.unavailable).toMatchObject({
      status: 503,
      reason: 'unavailable',
      headers: { 'Retry-After': '1' },
    });
    expect(both.unavailable.headers).not.toHaveProperty('WWW-Authenticate');
  });

  it('every challenge has the realm', () => {
    const { noCredential, from } = refusals({ ...options, realm: "the team's own API" });
    for (const { headers } of [
      noCredential,
      from({ reason: 'unknown' }),
      from({ reason: 'wrong_kind', allowed: [] }),
    ]) {
      expect(headers['WWW-Authenticate']).toMatch(/^Bearer realm="the team's own API"/);
    }
  });

  it('every challenge ends with resource_metadata if its URL is given, also that of a 403', () => {
    const url = 'https://api.example.com/.well-known/oauth-protected-resource?a=b,scope=c';
    const refused = refusals({ ...options, resourceMetadata: url });
    const challenges = [
      refused.noCredential,
      refused.credentialInUrl,
      refused.ambiguousRequest,
      refused.from({ reason: 'unknown' }),
      refused.from({ reason: 'wrong_kind', allowed: [] }),
      refused.from({ reason: 'insufficient_scope', required: ['a:read'] }),
    ].map(({ headers }) => headers['WWW-Authenticate']);
    expect(challenges).toEqual([
      `Bearer realm="api", resource_metadata="${url}"`,
      `Bearer realm="api", resource_metadata="${url}"`,
      `Bearer realm="api", error="invalid_request", resource_metadata="${url}"`,
      `Bearer realm="api", error="invalid_token", resource_metadata="${url}"`,
      `Bearer realm="api", error="insufficient_scope", resource_metadata="${url}"`,
      `Bearer realm="api", error="insufficient_scope", scope="a:read", resource_metadata="${url}"`,
    ]);
    expect(refused.unavailable.headers).not.toHaveProperty('WWW-Authenticate');
  });

  it('the headers and the problem of a refusal are frozen', () => {
    for (const refusal of [both.noCredential, both.from({ reason: 'revoked' } satisfies Refusal)]) {
      expect(Object.isFrozen(refusal.headers) && Object.isFrozen(refusal.problem)).toBe(true);
    }
  });
});

it('authenticationMissing says which middleware must run first', () => {
  const { status, headers, problem } = authenticationMissing('requireScopes');
  expect(status).toBe(500);
  expect(headers).toEqual(final);
  expect(problem.detail).toContain('requireScopes needs apiKeyAuth');
});
