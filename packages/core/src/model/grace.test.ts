import { expect, it } from 'vitest';
import { expiryInGrace } from './key-state.js';

const sooner = new Date('2026-06-01T00:00:00Z');
const later = new Date('2026-06-02T00:00:00Z');

it.each([
  ['at the end of its grace period, if it had no expiry', null, sooner, sooner],
  ['at the end of its grace period, if that comes first', later, sooner, sooner],
  ['at its own expiry, if that comes first', sooner, later, sooner],
  ['at its own expiry, without a grace period', later, null, later],
  ['never, with neither a grace period nor an expiry', null, null, null],
])('a rotated key expires %s', (_when, expiresAt, graceEndsAt, expiry) => {
  expect(expiryInGrace(expiresAt, graceEndsAt)).toEqual(expiry);
});
