import { describe, expect, it } from 'vitest';
import { base62Alphabet, isBase62 } from '../token/base62.js';
import { parseKeyId } from '../token/key-id.js';
import { auditEntryIds, generateBase62, generateKeyId, generateSecret } from './random.js';

describe('generateBase62', () => {
  it.each([0, 1, 16, 43, 1_000])('draws %i characters of the alphabet', (length) => {
    const drawn = generateBase62(length);
    expect(drawn).toHaveLength(length);
    expect(isBase62(drawn)).toBe(true);
  });

  it('favours no character', () => {
    // With 61 degrees of freedom, a fair source exceeds 160 less than once in 10^9 runs; a byte modulo 62 reaches 2,000.
    expect(chiSquare(countOf(generateBase62(620_000)), 10_000)).toBeLessThan(160);
  });

  it('favours no character in any position of a secret', () => {
    const secrets = Array.from({ length: 12_400 }, generateSecret);
    for (const place of [0, 21, 42]) {
      const drawn = secrets.map((secret) => secret.charAt(place)).join('');
      expect(chiSquare(countOf(drawn), 200)).toBeLessThan(170);
    }
  });

  it('never draws a key ID twice', () => {
    expect(new Set(Array.from({ length: 50_000 }, generateKeyId)).size).toBe(50_000);
  });

  it('draws key IDs of 16 and secrets of 43 characters', () => {
    expect(parseKeyId(generateKeyId())).toBeDefined();
    expect(generateSecret()).toMatch(/^[0-9A-Za-z]{43}$/);
  });
});

describe('auditEntryIds', () => {
  const at = new Date('2026-01-01T00:00:00Z');

  it('creates IDs that sort in order of creation, even within a millisecond', () => {
    const draw = auditEntryIds();
    const drawn = Array.from({ length: 5_000 }, () => draw(at));
    expect([...drawn].sort()).toEqual(drawn);
  });

  it('creates IDs that sort by their instant', () => {
    const draw = auditEntryIds();
    const drawn = Array.from({ length: 5_000 }, (_, count) => draw(new Date(at.getTime() + count * 977)));
    expect([...drawn].sort()).toEqual(drawn);
  });

  it('creates IDs of 16 base62 characters', () => {
    const draw = auditEntryIds();
    for (const instant of [new Date(0), at, new Date('9999-12-31T23:59:59Z')]) {
      expect(draw(instant)).toMatch(/^[0-9A-Za-z]{16}$/);
    }
  });

  it('creates different IDs in two processes at one instant', () => {
    const ids = Array.from({ length: 100 }, () => auditEntryIds()(at));
    // Two of a hundred collide once in 200,000 runs; three never do.
    expect(new Set(ids).size).toBeGreaterThanOrEqual(99);
  });
});

function countOf(drawn: string): ReadonlyMap<string, number> {
  const counts = new Map([...base62Alphabet].map((character) => [character, 0]));
  for (const character of drawn) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

function chiSquare(counts: ReadonlyMap<string, number>, expected: number): number {
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
