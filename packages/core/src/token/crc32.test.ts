import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from './token.js';

// 123456789 has the check value that the catalogue of CRCs lists for CRC-32/ISO-HDLC.
it.each([
  ['', 0x00000000],
  ['a', 0xe8b7be43],
  ['abc', 0x352441c2],
  ['123456789', 0xcbf43926],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ['\0\0\0\0', 0x2144df1c],
])('the CRC-32 of %j is as published', (text, sum) => {
  expect(crc32(text)).toBe(sum);
});

it('crc32 agrees with zlib on any ASCII text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), (text) => {
      expect(crc32(text)).toBe(zlib.crc32(text));
    }),
    { seed: 1, numRuns: 10_000 },
  );
});
