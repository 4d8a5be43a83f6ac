import { describe, expect, it } from 'vitest';
import type { OwnerJournal } from './journal.js';
import { whatIsLeft } from './outcomes.js';
import { type Status, type Step, untouched } from './status.js';

const revoked: Status = { ...untouched, revoked: true };
const rotated: Status = { ...untouched, rotated: true };
const step = (verb: Step['verb'], keyId?: string): Step => ({
  owner: 'one',
  verb,
  graceMs: 1_000,
  by: 'cost 1',
  ...(keyId !== undefined && { keyId }),
});

/** What is said of keys that were left behind by a process which knew of two live ones. */
function left(pending: Step | undefined, actual: Readonly<Record<string, Status>>) {
  const statuses = new Map(Object.entries({ a: untouched, b: untouched }));
  const owner: OwnerJournal = { statuses, tokens: new Map(), pending };
  return whatIsLeft(owner, new Map(Object.entries(actual)), (status) => status.revoked);
}

it('a step that was under way is done, or was never begun', () => {
  const revoke = step('revoke', 'a');
  expect(left(undefined, { a: untouched, b: untouched })).toBe('nothing pending');
  expect(left(revoke, { a: untouched, b: untouched })).toBe('undone');
  expect(left(revoke, { a: revoked, b: untouched })).toBe('done');
  expect(left(step('revokeAll'), { a: revoked, b: revoked })).toBe('done');
  expect(left(step('rotate', 'a'), { a: rotated, b: untouched, c: untouched })).toBe('done');
  expect(left(step('retry', 'a'), { a: revoked, b: untouched, c: untouched })).toBe('done');
});

describe('a third state', () => {
  it.each<[string, Step | undefined, Readonly<Record<string, Status>>]>([
    ['a change that nobody began', undefined, { a: revoked, b: untouched }],
    ['a key that is gone, and was not revoked', step('revoke', 'b'), { b: untouched }],
    ['a change to another key', step('revoke', 'a'), { a: untouched, b: revoked }],
    ['half of revokeAll', step('revokeAll'), { a: revoked, b: untouched }],
    ['a rotation without a successor', step('rotate', 'a'), { a: rotated, b: untouched }],
    ['a successor of nobody', step('rotate', 'a'), { a: untouched, b: untouched, c: untouched }],
    ['a retry that left two live keys', step('retry', 'a'), { a: untouched, b: untouched, c: untouched }],
    ['a retry that left no live key', step('retry', 'a'), { a: revoked, b: untouched }],
    ['two keys of one claim', step('claim'), { a: untouched, b: untouched, c: untouched, d: untouched }],
    ['two keys of one issue', step('issue'), { a: untouched, b: untouched, c: untouched, d: untouched }],
  ])('%s', (_, pending, actual) => {
    expect(left(pending, actual)).toBeUndefined();
  });
});
