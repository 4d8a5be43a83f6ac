import type { KeyId } from '@postern/core';
import { everyOrder } from '@postern/core/interleavings';
import { expect, it } from 'vitest';
import { rowMemory } from '../src/sqlite/row-memory.js';
import {
  firstVerificationAndRevocation,
  insertion,
  meddlingAndRevocation,
  replacement,
  revocation,
  twoKeysAndRevocation,
} from './changes.js';
import { type CreateFind, findWith } from './finder.js';
import { type Changes, verificationsAnd } from './verify-with-memory.js';
import {
  forgettingWhatIsAskedFor,
  handingOutRemembered,
  rememberingLate,
  rememberingMissingRows,
  survivingMemory,
  unboundedMemory,
  versionAfterRows,
  versionEverySecondTime,
  versionOfEarlierTurn,
  versionOnceAMinute,
} from './wrong-memories.js';

/** Runs orders until one fails, and returns its message. If none fails, the mistake was not found. */
const found = (changes: Changes, createFind: CreateFind) =>
  everyOrder(verificationsAnd(changes, { createFind })).then(
    () => 'nothing',
    (error: Error) => error.message,
  );

const stillAccepted = /must be revoked, but is accepted$|is accepted after all steps, but must be revoked$/;

it('S01 a version that is asked for after the rows were read is found by a revocation between the two', async () => {
  const message = await found(firstVerificationAndRevocation, findWith(versionAfterRows));
  expect(message).toMatch(/turn, revoke, .* begins/);
  expect(message).toMatch(stillAccepted);
});

it.each([
  ['in every second search', versionEverySecondTime],
  ['once a minute', versionOnceAMinute],
  ['at the end of the search before, so before the request arrived', versionOfEarlierTurn],
])('S01 a version that is asked for %s is found by a revocation before the search', async (_when, memory) => {
  const message = await found(revocation('elsewhere'), findWith(memory));
  expect(message).toMatch(/revoke, .*begins/);
  expect(message).toMatch(stillAccepted);
});

it('S01 a late answer that is remembered under a newer version is found by a revocation before it arrives', async () => {
  const message = await found(revocation('elsewhere'), rememberingLate({ compares: false }));
  expect(message).toMatch(/revoke, .*find answers, .*begins/);
  expect(message).toMatch(stillAccepted);

  const twice = { ...revocation('elsewhere'), verifications: { known: 2, other: 0 } };
  expect(await found(twice, rememberingLate({ compares: true }))).toBe('nothing');
});

it('S01 a memory that survives the opening of another file is found by a verification after it', async () => {
  let world: object = {};
  const memory = survivingMemory(() => world);
  const createFind: CreateFind = (source, steps) => {
    world = steps;
    return findWith(memory)(source, steps);
  };
  expect(await found(replacement, createFind)).toMatch(stillAccepted);
});

it('S01 a memory that forgets only what it is asked for is found by the verification of another key', async () => {
  expect(await found(twoKeysAndRevocation, findWith(forgettingWhatIsAskedFor))).toMatch(stillAccepted);
});

it('a memory that returns what it remembers is found by someone who changes it', async () => {
  expect(await found(meddlingAndRevocation, handingOutRemembered)).toMatch(
    /must be accepted, but is expired$/,
  );
});

it('a memory that remembers missing rows is found by a key that is issued later', async () => {
  const message = await found(insertion, findWith(rememberingMissingRows));
  expect(message).toMatch(/must be accepted, but is unknown$/);
});

it('F05 a memory that remembers any number of rows is found by searching for more than it may remember', () => {
  expect(answeredWithoutReading(unboundedMemory)).toBe(100);
  expect(answeredWithoutReading(rowMemory)).toBe(10);
});

/** Searches for 100 rows, twice, in a memory of 10. Returns how many of the second search were remembered. */
function answeredWithoutReading(memory: typeof rowMemory): number {
  const ids = Array.from({ length: 100 }, (_, index) => `key ${index}` as KeyId);
  let read = 0;
  const search = memory({
    maxRows: 10,
    readVersion: () => 1,
    readRows(asked, use) {
      for (const id of asked) use(id, [id]);
      read += asked.length;
    },
  });
  search(ids, () => undefined);
  read = 0;
  // From the last to the first: the oldest are the ones that were dropped.
  for (const id of ids.toReversed()) search([id], () => undefined);
  return ids.length - read;
}
