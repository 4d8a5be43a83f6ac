import { describe, expect, it } from 'vitest';
import { isStorable } from './storable-text.js';

describe('isStorable', () => {
  it.each([
    ['NUL', 'a\u0000b'],
    ['a first half without its second', 'a\ud83d'],
    ['a second half without its first', '\ude00a'],
  ])('refuses %s, wherever it is', (_what, text) => {
    for (const value of [text, [1, [text]], { a: { b: [text] } }, { [text]: 1 }, [[], null, text]])
      expect(isStorable(value)).toBe(false);
  });

  it('accepts every other text', () => {
    for (const value of [
      '',
      'a\tb\u007f',
      '\u202E',
      '👩‍👩‍👧',
      '\uffff',
      { constructor: 'x' },
      [null, 7, true],
    ])
      expect(isStorable(value)).toBe(true);
  });

  it('checks values that are nested as deeply as a body can be', () => {
    const nested = (inner: string) => JSON.parse(`${'['.repeat(400_000)}${inner}${']'.repeat(400_000)}`);
    expect(isStorable(nested('"a"'))).toBe(true);
    expect(isStorable(nested('"\\u0000"'))).toBe(false);
  });
});
