import { describe, expect, it } from 'vitest';
import { parseExpiry } from './key-request.js';

describe('parseExpiry', () => {
  it.each([
    ['2030-12-31', '2030-12-31T00:00:00.000Z'],
    ['2030-12-31T23:59Z', '2030-12-31T23:59:00.000Z'],
    ['2030-12-31T23:59:59.5Z', '2030-12-31T23:59:59.500Z'],
    ['2030-12-31T23:00:00+02:00', '2030-12-31T21:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(parseExpiry(text)?.toISOString()).toBe(instant);
  });

  it.each([
    '',
    'tomorrow',
    '2030',
    '2030-13-01',
    '2030-02-29',
    '2030-12-31T23:59:59',
    '2030-12-31T25:00:00Z',
    'Tue, 31 Dec 2030 00:00:00 GMT',
    '+012030-12-31T00:00:00Z',
    1_924_905_600_000,
    {},
    true,
  ])('refuses %j', (value) => {
    expect(() => parseExpiry(value)).toThrow('ISO 8601');
  });

  it('reads what is not given as no expiry', () => {
    expect(parseExpiry(undefined)).toBeNull();
    expect(parseExpiry(null)).toBeNull();
  });
});
