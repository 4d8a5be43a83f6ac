import { expect, it } from 'vitest';
import { parseKeyId } from '../token/key-id.js';

it('parseKeyId accepts 16 base62 characters', () => {
  expect(parseKeyId('0123456789ABCxyz')).toBe('0123456789ABCxyz');
});

it.each([
  ['nothing', ''],
  ['15 characters', '0123456789ABCxy'],
  ['17 characters', '0123456789ABCxyz0'],
  ['a hyphen', '0123456789ABC-yz'],
  ['a newline at the end', '0123456789ABCxy\n'],
  ['a full-width letter', '0123456789ABCxyｚ'],
  ['a number', 1234567890123456],
  ['undefined', undefined],
])('parseKeyId refuses %s', (_what, text) => {
  expect(parseKeyId(text)).toBeUndefined();
});

it.each(['__proto__', 'constructor', 'hasOwnProperty', 'hasOwnPropertyAA'])(
  'T09 parseKeyId decides on %s by its characters only',
  (text) => {
    expect(parseKeyId(text)).toBe(text.length === 16 ? text : undefined);
  },
);
