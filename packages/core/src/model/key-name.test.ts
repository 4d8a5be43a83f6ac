import { describe, expect, it } from 'vitest';
import { parseKeyName } from './key-name.js';

const family = '👩‍👩‍👧‍👦';

describe('M06 a name is taken', () => {
  it.each([
    ['as it stands', 'CI Pipeline', 'CI Pipeline'],
    ['without the space around it', ' \t CI Pipeline\n', 'CI Pipeline'],
    ['in composed form', 'Cafe\u0301', 'Caf\u00e9'],
    ['with markup, as the text that it is', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['with emoji sequences', family, family],
    ['of one character', 'a', 'a'],
    ['of 100 characters', 'a'.repeat(100), 'a'.repeat(100)],
    ['of 100 characters beyond the basic plane', '🔑'.repeat(100), '🔑'.repeat(100)],
    ['of 100 characters, counted after composing', 'e\u0301'.repeat(100), '\u00e9'.repeat(100)],
    ['in a script that runs from right to left', 'מפתח', 'מפתח'],
  ])('%s', (_how, given, name) => {
    expect(parseKeyName(given)).toBe(name);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('T09 also when it is %s', (name) => {
    expect(parseKeyName(name)).toBe(name);
  });
});

describe('M06 a name is refused', () => {
  it.each([
    ['that is empty', ''],
    ['of nothing but space', ' \t\n\u00a0'],
    ['of 101 characters', 'a'.repeat(101)],
    ['of 300 characters', 'a'.repeat(300)],
    ['of a million characters', 'a'.repeat(1_000_000)],
    ['with a NUL', 'CI\0Pipeline'],
    ['with a newline', 'CI\nPipeline'],
    ['with an escape', 'CI\u001b[31m'],
    ['with a C1 control', 'CI\u0085Pipeline'],
    ['with a line separator', 'CI\u2028Pipeline'],
    ['with a right-to-left override', 'CI\u202egnp.exe'],
    ['with a direction isolate', 'CI\u2067Pipeline\u2069'],
    ['with a right-to-left mark', 'CI\u200fPipeline'],
    ['with a lone high surrogate', 'CI\ud83d'],
    ['with a lone low surrogate', '\udd11CI'],
    ['that is no text', 42],
    ['that is missing', undefined],
  ])('%s', (_which, given) => {
    expect(() => parseKeyName(given)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_NAME' }));
  });

  it('without quoting it', () => {
    expect(() => parseKeyName('left\u202eright')).toThrow(/^[^\u202e]*$/);
  });
});
