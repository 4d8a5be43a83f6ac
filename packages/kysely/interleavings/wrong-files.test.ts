import { everyOrder } from '@postern/core/interleavings';
import { expect, it, vi } from 'vitest';
import { openedAgain, ownRevocation, renamedOver, transaction } from './file-changes.js';
import type { FileParts } from './file-world.js';
import { type FileChanges, searchesAnd } from './search-with-memory.js';
import { drivenWorld } from './stepped-driver.js';
import { templateOfTests } from './template-of-tests.js';
import {
  survivingMemory,
  versionAfterRows,
  versionEverySecondTime,
  versionOfEarlierTurn,
  versionOnceAMinute,
} from './wrong-memories.js';

const storage: { memory: typeof versionAfterRows | undefined } = vi.hoisted(() => ({ memory: undefined }));

vi.mock('../src/sqlite/row-memory.js', async (original) => {
  const { rowMemory } = await original<typeof import('../src/sqlite/row-memory.js')>();
  return {
    // The storage gets the wrong memory, and the wrong memory the right one, of which it may be made.
    rowMemory(...given: Parameters<typeof rowMemory>) {
      const { memory = rowMemory } = storage;
      storage.memory = undefined;
      try {
        return memory(...given);
      } finally {
        storage.memory = memory;
      }
    },
  };
});

vi.mock('node:timers/promises', async (original) => {
  const { steppedTimers } = await import('./stepped-driver.js');
  return steppedTimers(await original());
});

const template = templateOfTests();

/** Runs orders until one fails, and returns its message. If none fails, the mistake was not found. */
function found(
  changes: FileChanges,
  { memory, ...wrong }: FileParts & { readonly memory?: typeof versionAfterRows },
): Promise<string> {
  storage.memory = memory;
  return everyOrder(searchesAnd(changes, template, wrong)).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

const revoked = /must be revoked, but is live$/;

it('S01 a storage that asks for the version after it has read is found when the file is opened again', async () => {
  expect(await found(openedAgain, { memory: versionAfterRows })).toMatch(revoked);
});

it.each([
  ['in every second search', versionEverySecondTime],
  ['once a minute', versionOnceAMinute],
  ['at the end of the search before', versionOfEarlierTurn],
])('S01 a storage that asks for the version %s is found by a transaction', async (_when, memory) => {
  expect(await found(transaction, { memory })).toMatch(revoked);
});

it('S01 a storage that remembers rows of a file that it opened before is found when it is opened again', async () => {
  expect(await found(openedAgain, { memory: survivingMemory(drivenWorld) })).toMatch(revoked);
});

it('S01 a storage that asks the connection that writes for the version is found by its own revocation', async () => {
  expect(await found(ownRevocation, { versionOf: 'writer' })).toMatch(revoked);
});

it('finds nothing in the right storage', async () => {
  expect(await found(renamedOver, {})).toBe('nothing');
});
