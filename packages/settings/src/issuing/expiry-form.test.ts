import { describe, expect, it } from 'vitest';
import { chosenExpiry, readExpiryForm } from './expiry-form.js';

const dayMs = 24 * 60 * 60 * 1_000;
const now = new Date('2027-01-01T12:00:00.000Z');

function chosen(fields: Readonly<Record<string, string>>, lifetime = {}) {
  const form = readExpiryForm(new URLSearchParams(fields));
  const at = chosenExpiry(form, { lifetime }, now);
  if (at === undefined || at === null) return at;
  return Number.isNaN(at.getTime()) ? 'invalid' : at.toISOString();
}

describe('the expiry that a form asks for', () => {
  it.each([
    [
      'a preset, from when the form was shown',
      { expiry: '30d', 'shown-at': '2027-01-01T11:00:00.000Z' },
      '2027-01-31T11:00:00.000Z',
    ],
    [
      'a preset, even if the form was shown long ago',
      { expiry: '7d', 'shown-at': '2026-12-30T11:00:00.000Z' },
      '2027-01-06T11:00:00.000Z',
    ],
    [
      'a preset of a form that another clock showed later',
      { expiry: '7d', 'shown-at': '2027-01-01T12:00:05.000Z' },
      '2027-01-08T12:00:00.000Z',
    ],
    ['a preset of a form that does not say when it was shown', { expiry: '7d' }, '2027-01-08T12:00:00.000Z'],
    [
      'a preset, whatever is left in the field of the day',
      { expiry: '7d', expires: '2099-12-31', 'day-ends': '2099-12-31T22:59:59.999Z' },
      '2027-01-08T12:00:00.000Z',
    ],
    ['a day', { expiry: 'day', expires: '2027-02-28' }, '2027-02-28T23:59:59.999Z'],
    [
      'a day in a time zone',
      { expiry: 'day', expires: '2027-02-28', 'day-ends': '2027-02-28T22:59:59.999Z' },
      '2027-02-28T22:59:59.999Z',
    ],
    ['a day without a radio button', { expires: '2027-02-28' }, '2027-02-28T23:59:59.999Z'],
    ['never', { expiry: 'never' }, null],
    ['nothing, which is the default of the kind', {}, undefined],
    ['a day that is missing', { expiry: 'day' }, 'invalid'],
    ['a length that is not offered', { expiry: '13d' }, 'invalid'],
  ])('is %s', (_what, fields, at) => {
    expect(chosen(fields)).toBe(at);
  });

  it('is nothing that a maximum forbids', () => {
    const lifetime = { maxMs: 30 * dayMs };
    expect(chosen({ expiry: 'never' }, lifetime)).toBe('invalid');
    expect(chosen({ expiry: '90d' }, lifetime)).toBe('invalid');
    expect(chosen({ expiry: '30d' }, lifetime)).toBe('2027-01-31T12:00:00.000Z');
  });
});
