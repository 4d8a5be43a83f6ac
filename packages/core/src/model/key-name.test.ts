import { describe, expect, it } from 'vitest';
import { parseKeyName } from './key-name.js';

const family = '👩‍👩‍👧‍👦';

const scotland = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';

describe('M06 a name is accepted', () => {
  it.each([
    ['as it is', 'CI Pipeline', 'CI Pipeline'],
    ['without the white space around it', ' \t CI Pipeline\n', 'CI Pipeline'],
    ['in composed form', 'Cafe\u0301', 'Caf\u00e9'],
    ['with markup, as plain text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['with emoji sequences', family, family],
    ['with the flag of Scotland', scotland, scotland],
    ['with the joiner that Persian needs', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['with white space around it, up to 800 characters in all', 'a'.padEnd(800), 'a'],
    ['of one character', 'a', 'a'],
    ['of 100 characters', 'a'.repeat(100), 'a'.repeat(100)],
    ['of 100 characters beyond the basic plane', '🔑'.repeat(100), '🔑'.repeat(100)],
    ['of 100 characters, counted in composed form', 'e\u0301'.repeat(100), '\u00e9'.repeat(100)],
    ['in a right-to-left script', 'מפתח', 'מפתח'],
  ])('%s', (_how, given, name) => {
    expect(parseKeyName(given)).toBe(name);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('T09 even if it is %s', (name) => {
    expect(parseKeyName(name)).toBe(name);
  });
});

describe('M06 a name is refused', () => {
  it.each([
    ['that is empty', ''],
    ['of nothing but white space', ' \t\n\u00a0'],
    ['of 101 characters', 'a'.repeat(101)],
    ['of 300 characters', 'a'.repeat(300)],
    ['of more than 800 characters, though most are space', 'a'.padEnd(801)],
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
    ['with a zero-width space', 'CI\u200bPipeline'],
    ['with a soft hyphen', 'CI\u00adPipeline'],
    ['with tags that are not a flag', 'a\u{e0041}'],
    ['that is invisible: a joiner', '\u200d'],
    ['that is invisible: a Hangul filler', '\u3164'],
    ['that is invisible: blank Braille', '\u2800'],
    ['that is invisible: a lone accent', '\u0301'],
    ['that contains a token', `CI user.${'a'.repeat(65)}`],
    ['that is not a string', 42],
    ['that is missing', undefined],
  ])('%s', (_which, given) => {
    expect(() => parseKeyName(given)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_NAME' }));
  });

  it.each([
    [' ', 'empty', 0],
    [undefined, 'empty', 0],
    ['\u2800', 'empty', 1],
    ['🔑'.repeat(101), 'too_long', 101],
    ['a'.repeat(5_000), 'too_long', 5_000],
    ['🔑'.repeat(450), 'too_long', 450],
    ['CI\nPipeline', 'characters', 11],
    ['\u200b', 'characters', 1],
    [`CI user.${'a'.repeat(65)}`, 'secret', 73],
  ])('%j is refused with what is wrong: %s, %i characters', (given, flaw, length) => {
    expect(() => parseKeyName(given)).toThrow(expect.objectContaining({ flaw, length }));
  });

  it('without being quoted', () => {
    expect(() => parseKeyName('left\u202eright')).toThrow(/^[^\u202e]*$/);
  });
});
