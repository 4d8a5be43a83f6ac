import { describe, expect, it } from 'vitest';
import { buildKey } from '../testing/index.js';
import { keyVersion } from './digests.js';

const key = buildKey();
const at = new Date('2026-02-01T00:00:00Z');

describe('keyVersion', () => {
  it.each([
    [{ name: 'Nightly build' }],
    [{ expiresAt: at }],
    [{ rotatedAt: at }],
    [{ disabledAt: at }],
    [{ disabledBy: { kind: 'user', id: 'ada' } as const }],
    [{ disabledBy: { kind: 'system', id: 'ada' } as const }],
    [{ revokedAt: at }],
    [{ id: buildKey().id }],
  ])('differs if the record differs: %j', (changed) => {
    expect(keyVersion({ ...key, ...changed })).not.toBe(keyVersion(key));
  });

  it('distinguishes instants, and which field has them', () => {
    const instants = ['expiresAt', 'rotatedAt', 'disabledAt', 'revokedAt'] as const;
    const given = [at, new Date(at.getTime() + 1)];
    const versions = instants.flatMap((name) =>
      given.map((instant) => keyVersion({ ...key, [name]: instant })),
    );
    expect(new Set(versions).size).toBe(8);
  });

  it('is the same for equal records, whenever the key was used', () => {
    expect(keyVersion({ ...key, lastUsedAt: at })).toBe(keyVersion(structuredClone(key)));
    expect(keyVersion(key)).toMatch(/^[\w-]{43}$/);
  });
});
