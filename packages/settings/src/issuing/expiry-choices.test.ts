import { describe, expect, it } from 'vitest';
import { expiryChoices } from './expiry-choices.js';

const dayMs = 24 * 60 * 60 * 1_000;
const shownAt = new Date('2027-01-01T12:00:00.000Z');
const offered = (given: Partial<Parameters<typeof expiryChoices>[0]> = {}) => {
  const { choices, suggested } = expiryChoices({ lifetime: {}, shownAt, ...given });
  return {
    values: choices.map(({ value }) => value),
    suggested,
    marks: choices.filter(({ mark }) => mark !== null).map(({ value, mark }) => `${value} ${mark}`),
    choices,
  };
};

describe('the lengths of life that a form offers', () => {
  it('are the presets and never if there is no limit, and 90 days are chosen', () => {
    const { values, suggested, marks } = offered();
    expect(values).toEqual(['7d', '30d', '90d', '365d', 'never']);
    expect([suggested, marks]).toEqual(['90d', []]);
  });

  it.each([
    ['a maximum leaves out what is longer, and never', { maxMs: 90 * dayMs }, '7d 30d 90d', '90d'],
    ['a maximum that is no preset is one', { maxMs: 45 * dayMs }, '7d 30d 45d', '45d'],
    ['a maximum below all presets is the only one', { maxMs: 2 * dayMs }, '2d', '2d'],
    ['a default is chosen', { defaultMs: 30 * dayMs }, '7d 30d 90d 365d never', '30d'],
    ['a default of no whole days', { defaultMs: 90_000 }, '90000ms 7d 30d 90d 365d never', '90000ms'],
    ['a default below the maximum', { defaultMs: 7 * dayMs, maxMs: 30 * dayMs }, '7d 30d', '7d'],
  ])('%s', (_what, lifetime, values, suggested) => {
    const found = offered({ lifetime });
    expect(found.values.join(' ')).toBe(values);
    expect([found.suggested, found.marks]).toEqual([suggested, [`${suggested} default`]]);
  });

  it('start when the form is shown', () => {
    const { choices } = offered();
    expect(choices.map(({ expiresAt }) => expiresAt?.toISOString())).toEqual([
      '2027-01-08T12:00:00.000Z',
      '2027-01-31T12:00:00.000Z',
      '2027-04-01T12:00:00.000Z',
      '2028-01-01T12:00:00.000Z',
      undefined,
    ]);
  });

  it.each([
    ['its own', 60 * dayMs, {}, '7d 30d 60d 90d 365d never', '60d'],
    [
      'its own, although there is a default',
      90 * dayMs,
      { defaultMs: 7 * dayMs },
      '7d 30d 90d 365d never',
      '90d',
    ],
    ['never, as it does', null, {}, '7d 30d 90d 365d never', 'never'],
    ['the maximum, if it never expires', null, { maxMs: 90 * dayMs }, '7d 30d 90d', '90d'],
    ['the maximum, if it lives longer', 365 * dayMs, { maxMs: 60 * dayMs }, '7d 30d 60d', '60d'],
  ])('for the successor of a key: %s', (_what, lifeMs, lifetime, values, suggested) => {
    const createdAt = new Date('2026-06-01T00:00:00.000Z');
    const expiresAt = lifeMs === null ? null : new Date(createdAt.getTime() + lifeMs);
    const found = offered({ lifetime, replaced: { createdAt, expiresAt } });
    expect(found.values.join(' ')).toBe(values);
    expect([found.suggested, found.marks]).toEqual([suggested, [`${suggested} same`]]);
  });

  it('end by the last instant that a key can expire at', () => {
    const { choices } = offered({
      replaced: { createdAt: new Date('2026-01-01T00:00:00Z'), expiresAt: new Date('9999-12-31T00:00:00Z') },
    });
    expect(choices.at(-2)?.expiresAt?.toISOString()).toBe('9999-12-31T23:59:59.999Z');
  });
});
