import { describe, expect, it } from 'vitest';
import { buildKey, buildPrincipal } from '../testing/index.js';
import { decideRecord, decideRequirements } from './decide.js';

const now = new Date('2026-06-01T00:00:00Z');
const earlier = new Date('2026-05-31T00:00:00Z');

describe('decideRecord', () => {
  it('accepts a live key of the presented kind', () => {
    expect(decideRecord(buildKey(), 'user', now)).toBeUndefined();
  });

  it('refuses a missing record as unknown', () => {
    expect(decideRecord(undefined, 'user', now)).toEqual({ reason: 'unknown' });
  });

  it('T02 refuses a record of another kind than the presented one as unknown', () => {
    const key = buildKey({ owner: { kind: 'team', id: 'platform' }, revokedAt: earlier });
    expect(decideRecord(key, 'user', now)).toEqual({ reason: 'unknown' });
  });

  it.each([
    ['revoked', { revokedAt: earlier }],
    ['disabled', { disabledAt: earlier }],
    ['expired', { expiresAt: now }],
  ])('refuses a key that is %s', (reason, change) => {
    expect(decideRecord(buildKey(change), 'user', now)).toEqual({ reason });
  });
});

describe('decideRequirements', () => {
  const principal = buildPrincipal({ permissions: ['agents:read', 'agents:write'] });

  it('requires nothing by default', () => {
    expect(decideRequirements(buildPrincipal(), {})).toBeUndefined();
  });

  it('accepts a principal of an allowed kind with all required scopes', () => {
    const requirements = { kinds: ['team', 'user'], scopes: ['agents:read', 'agents:write'] };
    expect(decideRequirements(principal, requirements)).toBeUndefined();
  });

  it('checks the kind before the scopes', () => {
    const refusal = decideRequirements(principal, { kinds: ['team'], scopes: ['billing'] });
    expect(refusal).toEqual({ reason: 'wrong_kind', allowed: ['team'] });
  });

  it('refuses everyone if no kind is allowed', () => {
    expect(decideRequirements(principal, { kinds: [] })).toEqual({ reason: 'wrong_kind', allowed: [] });
  });

  it('names all required scopes, not only the missing ones', () => {
    const scopes = ['agents:read', 'billing'];
    expect(decideRequirements(principal, { scopes })).toEqual({
      reason: 'insufficient_scope',
      required: scopes,
    });
  });

  it('M03 has no wildcards, on either side', () => {
    const wide = buildPrincipal({ permissions: ['*', 'agents:*'] });
    expect(decideRequirements(wide, { scopes: ['agents:read'] })?.reason).toBe('insufficient_scope');
    expect(decideRequirements(principal, { scopes: ['agents:*'] })?.reason).toBe('insufficient_scope');
  });
});
