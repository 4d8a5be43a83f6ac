import { expect, it } from 'vitest';
import { parseKeyId } from '../token/key-id.js';

it('reads 16 base62 characters', () => {
  expect(parseKeyId('0123456789ABCxyz')).toBe('0123456789ABCxyz');
});

it.each([
  ['nothing', ''],
  ['15 characters', '0123456789ABCxy'],
  ['17 characters', '0123456789ABCxyz0'],
  ['a hyphen', '0123456789ABC-yz'],
  ['a newline at the end', '0123456789ABCxy\n'],
  ['a full-width letter', '0123456789ABCxyｚ'],
  ['something else than a text', 1234567890123456],
  ['undefined', undefined],
])('takes %s for no key ID', (_what, text) => {
  expect(parseKeyId(text)).toBeUndefined();
});

it.each(['__proto__', 'constructor', 'hasOwnProperty', 'hasOwnPropertyAA'])(
  'T09 judges %s by its characters alone',
  (text) => {
    expect(parseKeyId(text)).toBe(text.length === 16 ? text : undefined);
  },
);
