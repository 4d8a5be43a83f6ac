import { expect, it } from 'vitest';
import { formatNumber } from './format.js';

it.each([
  [0, '0'],
  [100, '100'],
  [1.15, '1.15'],
  [12.345, '12.3'],
  [123.4, '123'],
  [12_345.6, '12,346'],
  [Number.NaN, '–'],
])('writes %d as %s', (number, written) => {
  expect(formatNumber(number)).toBe(written);
});
