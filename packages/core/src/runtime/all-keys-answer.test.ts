import { expect, it } from 'vitest';
import type { AllKeysPage, AllKeysQuery } from '../ports/key-queries.js';
import { buildKey } from '../testing/index.js';
import { isAllKeysPage } from './all-keys-answer.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const instant = (ms: number) => new Date(now.getTime() + ms);
const query: AllKeysQuery = { state: 'all', now, after: null, limit: 2 };
const soonest: AllKeysQuery = { ...query, expiresBefore: instant(9) };

const older = buildKey({ createdAt: instant(1), expiresAt: instant(1) });
const newer = buildKey({ createdAt: instant(3), expiresAt: instant(3) });
const ofOlder = { at: instant(1), id: older.id };
const ofNewer = { at: instant(3), id: newer.id };

it.each<[string, AllKeysPage, AllKeysQuery]>([
  ['an empty page', { keys: [], next: null }, query],
  ['keys in order', { keys: [newer, older], next: ofOlder }, query],
  ['keys in order of expiry', { keys: [older, newer], next: ofNewer }, soonest],
  ['a position after the last key', { keys: [newer], next: ofOlder }, query],
  [
    'a position after which to continue, and no keys',
    { keys: [], next: ofOlder },
    { ...query, after: ofNewer },
  ],
])('listAll may return %s', (_, page, asked) => {
  expect(isAllKeysPage(page, asked)).toBe(true);
});

it.each<[string, AllKeysPage, AllKeysQuery]>([
  ['a key that the query excludes', { keys: [older], next: null }, { ...query, kinds: ['team'] }],
  ['more keys than the limit', { keys: [newer, older], next: null }, { ...query, limit: 1 }],
  ['the oldest first', { keys: [older, newer], next: null }, query],
  [
    'the newest first if it is asked for those that expire first',
    { keys: [newer, older], next: null },
    soonest,
  ],
  ['a key twice', { keys: [newer, newer], next: null }, query],
  ['a key at the position after which to start', { keys: [newer], next: null }, { ...query, after: ofNewer }],
  [
    'a key before the position after which to start',
    { keys: [newer], next: null },
    { ...query, after: ofOlder },
  ],
  ['a position before its last key', { keys: [newer, older], next: ofNewer }, query],
  ['a position of no key', { keys: [], next: { at: now, id: '' } as AllKeysPage['next'] }, query],
  ['the position that it was given', { keys: [], next: ofOlder }, { ...query, after: ofOlder }],
  ['an earlier position than it was given', { keys: [], next: ofNewer }, { ...query, after: ofOlder }],
])('F15 listAll may not return %s', (_, page, asked) => {
  expect(isAllKeysPage(page, asked)).toBe(false);
});
