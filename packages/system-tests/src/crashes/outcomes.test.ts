import { describe, expect, it } from 'vitest';
import type { OwnerJournal } from './journal.js';
import { outcomeOfPendingStep } from './outcomes.js';
import { type Status, type Step, untouched } from './status.js';

const revoked: Status = { ...untouched, revoked: true };
const rotated: Status = { ...untouched, rotated: true };
const step = (verb: Step['verb'], keyId?: string): Step => ({
  owner: 'one',
  verb,
  graceMs: 1_000,
  by: 'cost 1',
  endsGrace: true,
  ...(keyId !== undefined && { keyId }),
});

/** Returns the outcome of a step, for a process that knew two live keys and left these keys behind. */
function outcome(
  pending: Step | undefined,
  actual: Readonly<Record<string, Status>>,
  rotatedBefore: Readonly<Record<string, string>> = {},
) {
  const statuses = new Map(Object.entries({ a: untouched, b: untouched }));
  const successors = new Map(Object.entries(rotatedBefore));
  const owner: OwnerJournal = { statuses, successors, tokens: new Map(), pending };
  return outcomeOfPendingStep(owner, new Map(Object.entries(actual)), (status) => status.revoked);
}

it('a step that was under way was either done or never begun', () => {
  const revoke = step('revoke', 'a');
  expect(outcome(undefined, { a: untouched, b: untouched })).toBe('nothing pending');
  expect(outcome(revoke, { a: untouched, b: untouched })).toBe('undone');
  expect(outcome(revoke, { a: revoked, b: untouched })).toBe('done');
  expect(outcome(step('revokeAll'), { a: revoked, b: revoked })).toBe('done');
  expect(outcome(step('rotate', 'a'), { a: rotated, b: untouched, c: untouched })).toBe('done');
  expect(outcome(step('retry', 'a'), { a: revoked, b: untouched, c: untouched })).toBe('done');
});

it('a rotation also ends the grace of the predecessor, unless the release before this one did it', () => {
  const [rotation, ofB] = [step('rotate', 'a'), { b: 'a' }];
  const previous = { ...rotation, endsGrace: false };
  const [ended, left] = [
    { a: rotated, b: revoked, c: untouched },
    { a: rotated, b: untouched, c: untouched },
  ];
  expect(outcome(rotation, ended, ofB)).toBe('done');
  expect(outcome(rotation, left, ofB)).toBeUndefined();
  expect(outcome(rotation, ended)).toBeUndefined();
  expect(outcome(previous, left, ofB)).toBe('done');
  expect(outcome(previous, ended, ofB)).toBeUndefined();
});

describe('there is no outcome for', () => {
  it.each<[string, Step | undefined, Readonly<Record<string, Status>>]>([
    ['a change that was never begun', undefined, { a: revoked, b: untouched }],
    ['a key that is gone but was not revoked', step('revoke', 'b'), { b: untouched }],
    ['a change to another key', step('revoke', 'a'), { a: untouched, b: revoked }],
    ['half of revokeAll', step('revokeAll'), { a: revoked, b: untouched }],
    ['a rotation without a successor', step('rotate', 'a'), { a: rotated, b: untouched }],
    ['a successor without a rotated key', step('rotate', 'a'), { a: untouched, b: untouched, c: untouched }],
    ['a retry that left two live keys', step('retry', 'a'), { a: untouched, b: untouched, c: untouched }],
    ['a retry that left no live key', step('retry', 'a'), { a: revoked, b: untouched }],
    ['two keys from one claim', step('claim'), { a: untouched, b: untouched, c: untouched, d: untouched }],
    ['two keys from one issue', step('issue'), { a: untouched, b: untouched, c: untouched, d: untouched }],
  ])('%s', (_, pending, actual) => {
    expect(outcome(pending, actual)).toBeUndefined();
  });
});
