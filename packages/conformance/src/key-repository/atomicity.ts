import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { AuditEntry, KeyRepository } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { add, clause, findOne, historyOf, type MakeKeyRepository, recordOf, revoke } from './subject.js';

/**
 * What holds when a change fails in its middle. An audit entry whose ID is taken is the one failure that every storage
 * can be brought to; a storage that takes it must take the change as well.
 */
export const atomicityClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('an insert whose audit entry fails leaves no record', async (repository) => {
    const taken = await takenEntry(repository);
    const stored = buildStoredKey();
    const failed = await failureOf(repository.insert(stored, buildAuditEntry(stored.key, { id: taken.id })));
    const entries = await historyOf(repository, stored.key.id);
    assert.equal(entries.length, failed === undefined ? 1 : 0);
    assert.equal((await findOne(repository, stored.key.id)) !== undefined, failed === undefined);
  }),

  clause('a revocation whose audit entry fails leaves the record as it was', async (repository) => {
    const taken = await takenEntry(repository);
    const { key } = await add(repository);
    const failed = await failureOf(revoke(repository, key, { id: taken.id }));
    const entries = await historyOf(repository, key.id);
    assert.equal(entries.length, failed === undefined ? 2 : 1);
    assert.equal((await recordOf(repository, key.id)).revokedAt !== null, failed === undefined);
  }),

  clause('after a change that failed the next one is written', async (repository) => {
    const taken = await takenEntry(repository);
    const failing = buildStoredKey();
    await failureOf(repository.insert(failing, buildAuditEntry(failing.key, { id: taken.id })));
    const next = await add(repository);
    assert.deepEqual(await findOne(repository, next.key.id), next);
  }),

  clause('P07 the error of a change that failed quotes nothing of it', async (repository) => {
    const taken = await takenEntry(repository);
    const key = buildKey({ name: 'QUOTED-name', owner: { kind: 'user', id: 'QUOTED-owner' } });
    const stored = buildStoredKey({ key, hash: '$QUOTED-hash' });
    const failed = await failureOf(repository.insert(stored, buildAuditEntry(key, { id: taken.id })));
    const shown = inspect(failed, { depth: Infinity, showHidden: true, getters: true });
    assert.ok(!shown.includes('QUOTED'), 'a field of the record is quoted');
  }),
];

async function takenEntry(repository: KeyRepository): Promise<AuditEntry> {
  const { key } = await add(repository);
  const [entry] = await historyOf(repository, key.id);
  assert.ok(entry, 'insert wrote no audit entry');
  return entry;
}

/** The error of a change, or `undefined` where it did not fail. */
async function failureOf(change: Promise<unknown>): Promise<unknown> {
  try {
    await change;
    return undefined;
  } catch (error) {
    return error ?? new Error('rejected with nothing');
  }
}
