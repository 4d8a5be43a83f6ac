import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base62Alphabet, encodeBase62, isBase62 } from './base62.js';

describe('base62Alphabet', () => {
  it('has 62 different characters, in the order of their codes', () => {
    expect(new Set(base62Alphabet).size).toBe(62);
    expect([...base62Alphabet].sort().join('')).toBe(base62Alphabet);
  });
});

describe('isBase62', () => {
  it('accepts exactly the alphabet among single UTF-16 code units', () => {
    const taken = Array.from({ length: 65_536 }, (_, code) => String.fromCharCode(code)).filter((unit) =>
      isBase62(unit),
    );
    expect(taken.join('')).toBe(base62Alphabet);
  });

  it('accepts only those of a million arbitrary strings that consist of the alphabet, and never throws', () => {
    const nearlyBase62 = fc.string({
      unit: fc.constantFrom(...base62Alphabet, '-', '_', 'é', '\u{1F511}', '\0'),
    });
    const arbitrary = fc.oneof(nearlyBase62, fc.string(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(arbitrary, (text) => isBase62(text) === /^[0-9A-Za-z]*$/.test(text)),
      { seed: 62, numRuns: 1_000_000 },
    );
  });

  it('checks everything from the start on, and nothing before it', () => {
    expect(isBase62('user.abc', 5)).toBe(true);
    expect(isBase62('user.ab-', 5)).toBe(false);
    expect(isBase62('')).toBe(true);
  });
});

describe('encodeBase62', () => {
  it.each([
    [0, 6, '000000'],
    [1, 1, '1'],
    [9, 3, '009'],
    [10, 3, '00A'],
    [35, 3, '00Z'],
    [36, 3, '00a'],
    [61, 3, '00z'],
    [62, 3, '010'],
    [62 ** 6 - 1, 6, 'zzzzzz'],
    [0xffffffff, 6, '4gfFC3'],
  ])('encodes %i in %i digits as %s', (value, width, digits) => {
    expect(encodeBase62(value, width)).toBe(digits);
  });

  it('drops the most significant digits if there are too many', () => {
    expect(encodeBase62(62 ** 6 + 61, 6)).toBe('00000z');
  });

  it('encodes a number that decodeBase62 returns', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(decode(encodeBase62(value, 9))).toBe(BigInt(value));
      }),
      { seed: 1, numRuns: 20_000 },
    );
  });

  it('preserves the order of numbers', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (one, other) => {
        expect(encodeBase62(one, 9) < encodeBase62(other, 9)).toBe(one < other);
      }),
      { seed: 2, numRuns: 20_000 },
    );
  });
});

function decode(digits: string): bigint {
  return [...digits].reduce((value, digit) => value * 62n + BigInt(base62Alphabet.indexOf(digit)), 0n);
}
