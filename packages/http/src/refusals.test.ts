import type { Refusal } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { authenticationMissing } from './build-refusal.js';
import { refusals } from './refusals.js';

const both = refusals({ realm: 'api', headers: ['authorization', 'x-api-key'] });
const noStore = { 'Cache-Control': 'no-store', Vary: 'Authorization, X-Api-Key' };
const final = { ...noStore, 'X-Should-Retry': 'false' };

describe('refusals', () => {
  it('cannot be changed by an onRefused, for all requests that come later', () => {
    for (const refusal of [both.noCredential, both.of({ reason: 'revoked' }), both.unavailable]) {
      for (const part of [refusal, refusal.headers, refusal.problem])
        expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('challenges without an error where no credential was sent', () => {
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

  it('H02 H08 says in each text which headers the route takes', () => {
    const bearerOnly = refusals({ realm: 'api', headers: ['authorization'] });
    for (const { problem } of [
      bearerOnly.noCredential,
      bearerOnly.credentialInUrl,
      bearerOnly.ambiguousRequest,
    ]) {
      expect(problem.detail).toContain('Authorization: Bearer <API key>');
      expect(problem.detail).toContain('This route looks at no other header.');
      expect(problem.detail).not.toContain('x-api-key');
    }
    expect(both.ambiguousRequest.problem.detail).toContain('x-api-key: <API key>');
  });

  it('answers an ambiguous request with 400', () => {
    expect(both.ambiguousRequest).toMatchObject({
      status: 400,
      code: 'invalid_request',
      reason: 'ambiguous_request',
      headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_request"', ...final },
    });
  });

  it('gives one answer to all that concerns the credential, and the reason to the host', () => {
    const reasons = [
      'malformed',
      'unknown',
      'wrong_secret',
      'revoked',
      'disabled',
      'expired',
      'owner_inactive',
    ] as const;
    const given = reasons.map((reason) => both.of({ reason }));
    expect(given.map(({ reason }) => reason)).toEqual(reasons);
    const answers = new Set(given.map(({ reason, ...answer }) => JSON.stringify(answer)));
    expect([...answers].map((answer) => JSON.parse(answer))).toEqual([
      {
        status: 401,
        code: 'invalid_token',
        headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_token"', ...final },
        problem: expect.objectContaining({ code: 'invalid_token', status: 401 }),
      },
    ]);
  });

  it('answers a reason that it does not know as it answers an invalid token', () => {
    expect(both.of({ reason: 'of a later version' } as never)).toMatchObject({
      status: 401,
      code: 'invalid_token',
    });
  });

  it('names the kinds in the text, without a scope', () => {
    const { status, headers, problem } = both.of({ reason: 'wrong_kind', allowed: ['team', 'bot'] });
    expect(status).toBe(403);
    expect(headers['WWW-Authenticate']).toBe('Bearer realm="api", error="insufficient_scope"');
    expect(problem.detail).toBe('This route takes API keys of these kinds only: team, bot.');
  });

  it('names what is required in the scope of the challenge', () => {
    const { status, headers } = both.of({ reason: 'insufficient_scope', required: ['a:read', 'b'] });
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
  ])('asks to retry %i ms later in %s whole seconds, without a challenge', (retryAfterMs, seconds) => {
    const { status, headers, code } = both.of({ reason: 'overloaded', retryAfterMs });
    expect({ status, code }).toEqual({ status: 503, code: 'temporarily_unavailable' });
    expect(headers).toEqual({ 'Retry-After': seconds, ...noStore });
  });

  it('answers a fault as it answers an overload', () => {
    expect(both.unavailable).toMatchObject({
      status: 503,
      reason: 'unavailable',
      headers: { 'Retry-After': '1' },
    });
    expect(both.unavailable.headers).not.toHaveProperty('WWW-Authenticate');
  });

  it('writes the realm into every challenge', () => {
    const { noCredential, of } = refusals({ realm: "the team's own API", headers: ['x-api-key'] });
    for (const { headers } of [
      noCredential,
      of({ reason: 'unknown' }),
      of({ reason: 'wrong_kind', allowed: [] }),
    ]) {
      expect(headers['WWW-Authenticate']).toMatch(/^Bearer realm="the team's own API"/);
    }
  });

  it('cannot be changed by whoever gets to see one', () => {
    for (const refusal of [both.noCredential, both.of({ reason: 'revoked' } satisfies Refusal)]) {
      expect(Object.isFrozen(refusal.headers) && Object.isFrozen(refusal.problem)).toBe(true);
    }
  });
});

it('authenticationMissing says what must run before', () => {
  const { status, headers, problem } = authenticationMissing('requireScopes');
  expect(status).toBe(500);
  expect(headers).toEqual(final);
  expect(problem.detail).toContain('requireScopes found nobody authenticated: apiKeyAuth');
});
