import { describe, expect, it } from 'vitest';
import { chosenGrace, graceChoices, suggestedGrace } from './grace-choices.js';

const hourMs = 60 * 60 * 1_000;
const now = new Date('2027-01-01T12:00:00.000Z');
const expiringIn = (ms: number | null) => ({ expiresAt: ms === null ? null : new Date(now.getTime() + ms) });

describe('how long an old key can keep working', () => {
  it.each([
    ['never expires', null, 'none 1h 24h 7d'],
    ['expires in a month', 30 * 24 * hourMs, 'none 1h 24h 7d'],
    ['expires in three days', 72 * hourMs, 'none 1h 24h 7d!'],
    ['expires in two hours', 2 * hourMs, 'none 1h 24h!'],
    ['expires in an hour', hourMs, 'none 1h!'],
    ['expires in a minute', 60_000, 'none 1h!'],
  ])('if it %s', (_what, leftMs, offered) => {
    const choices = graceChoices(expiringIn(leftMs), now);
    expect(choices.map(({ value, isCutShort }) => `${value}${isCutShort ? '!' : ''}`).join(' ')).toBe(
      offered,
    );
  });

  it('is never beyond its own expiry', () => {
    const key = expiringIn(2 * hourMs);
    expect(graceChoices(key, now).map(({ endsAt }) => endsAt?.toISOString())).toEqual([
      undefined,
      '2027-01-01T13:00:00.000Z',
      key.expiresAt?.toISOString(),
    ]);
  });

  it.each([
    ['a day if it was used', now, null, '24h'],
    ['not at all if it was never used', null, null, 'none'],
    ['until it expires, if that is sooner', now, 2 * hourMs, '24h'],
    ['until it expires, if that is very soon', now, 60_000, '1h'],
  ])('is at first %s', (_what, lastUsedAt, leftMs, value) => {
    expect(suggestedGrace(graceChoices(expiringIn(leftMs), now), { lastUsedAt })).toBe(value);
  });

  it.each([
    ['none', 0],
    ['1h', hourMs],
    ['24h', 24 * hourMs],
    ['7d', 168 * hourMs],
    ['', undefined],
    ['1000d', undefined],
    ['toString', undefined],
  ])('%s is %s milliseconds', (value, graceMs) => {
    expect(chosenGrace(value)).toBe(graceMs);
  });
});
