import assert from 'node:assert/strict';
import type { AuditAction, AuditEntry } from '@postern/core';
import type { HistoryQuery, KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { everyPage } from './list.js';
import { add, clause, keyIdOf, type MakeKeyRepository, revoke } from './subject.js';

const ada = { kind: 'user', id: 'ada' };
const instant = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);

/** What `history` promises. */
export const historyClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('history returns the entries of one key only, with every field', async (repository) => {
    const stored = buildStoredKey({ key: buildKey({ owner: { kind: 'team', id: 'platform' } }) });
    const issued = buildAuditEntry(stored.key, { actor: { kind: 'key', id: keyIdOf('k') }, at: instant(1) });
    await repository.insert(stored, issued);
    await add(repository, { owner: stored.key.owner });
    const { entry } = await revoke(repository, stored.key, { actor: { kind: 'system', id: 'job' } });
    assert.deepEqual(await history(repository, { of: { keyId: stored.key.id } }), [entry, issued]);
    assert.deepEqual(await history(repository, { of: { keyId: keyIdOf('x') } }), []);
  }),

  clause('history returns the expiry that an entry records, to the millisecond', async (repository) => {
    const expiries = [instant(1), null, new Date(0), new Date(8.64e15)];
    for (const [index, expiresAt] of expiries.entries())
      await addEntry(repository, { at: instant(-index), expiresAt });
    const recorded = await history(repository, { of: { owner: ada } });
    assert.deepEqual(
      recorded.map(({ expiresAt }) => expiresAt),
      expiries,
    );
  }),

  clause(
    'history of an owner returns the entries of all its keys, and of no other owner',
    async (repository) => {
      const one = await add(repository);
      const other = await add(repository);
      for (const owner of [
        { ...ada, kind: 'team' },
        { ...ada, id: 'Ada' },
        { ...ada, id: 'ada ' },
      ])
        await add(repository, { owner });
      const { entry } = await revoke(repository, one.key);
      const entries = await history(repository, { of: { owner: ada } });
      assert.deepEqual(entries[0], entry);
      const keyIds = entries.slice(1).map(({ keyId }) => keyId);
      assert.deepEqual(keyIds.toSorted(), [one.key.id, other.key.id].toSorted());
    },
  ),

  clause(
    'history returns the newest entries first, and those of one instant in descending order of ID',
    async (repository) => {
      await addEntries(repository, [...unsorted, ['A', 2]]);
      const entries = await history(repository, { of: { owner: ada } });
      assert.equal(entries.map(({ id }) => id.charAt(0)).join(''), 'A0baZB');
    },
  ),

  clause('history returns every entry once, page by page', async (repository) => {
    await addEntries(repository, unsorted);
    const all = await history(repository, { of: { owner: ada } });
    for (const limit of [1, 2, 3]) assert.deepEqual(await everyPage(pages(repository, limit)), all);
  }),

  clause('history skips and repeats nothing when entries are added between pages', async (repository) => {
    const ids = ['1', '3', '5', '7'].map((character) => character.repeat(16));
    for (const id of ids) await addEntry(repository, { id, at: instant(2) });
    const added: Partial<AuditEntry>[] = [
      { at: instant(3) },
      { id: '9'.repeat(16), at: instant(2) },
      { id: '0'.repeat(16), at: instant(2) },
      { at: instant(1) },
    ];
    const seen = await everyPage(pages(repository, 1), async (page) => {
      const given = added[page];
      if (given !== undefined) await addEntry(repository, given);
    });
    const counts = ids.map((id) => seen.filter((entry) => entry.id === id).length);
    assert.deepEqual(counts, [1, 1, 1, 1]);
  }),

  clause('history of one key also continues after a position', async (repository) => {
    const { key } = await add(repository);
    const { entry } = await revoke(repository, key);
    const [first] = await history(repository, { of: { keyId: key.id }, limit: 1 });
    assert.deepEqual(first, entry);
    const rest = await history(repository, { of: { keyId: key.id }, after: entry });
    assert.deepEqual(
      rest.map(({ action }) => action),
      ['issued'],
    );
  }),

  clause('history returns an entry with an action that this release does not know', async (repository) => {
    const stored = buildStoredKey();
    const issued = buildAuditEntry(stored.key, { action: 'painted' as AuditAction });
    await repository.insert(stored, issued);
    for (const of of [{ keyId: stored.key.id }, { owner: stored.key.owner }]) {
      const [entry, ...others] = await history(repository, { of });
      assert.deepEqual([{ ...entry, action: issued.action }, ...others], [issued]);
      assert.ok(
        entry?.action === issued.action || entry?.action === 'unknown',
        'the action must be returned as it is stored, or as unknown',
      );
    }
  }),
];

function history(
  repository: KeyRepository,
  query: Pick<HistoryQuery, 'of'> & Partial<HistoryQuery>,
): Promise<readonly AuditEntry[]> {
  return repository.history({ after: null, limit: 1_000, ...query });
}

/** Adds a record with an audit entry that has the given fields. */
async function addEntry(repository: KeyRepository, given: Partial<AuditEntry>): Promise<void> {
  const stored = buildStoredKey();
  await repository.insert(stored, buildAuditEntry(stored.key, given));
}

/** The character that the ID of an entry repeats, and its millisecond. */
type Place = readonly [character: string, ms: number];

/** Neither in the order of their instants nor in that of their IDs. */
const unsorted: readonly Place[] = [
  ['b', 0],
  ['B', 0],
  ['0', 1],
  ['a', 0],
  ['Z', 0],
];

async function addEntries(repository: KeyRepository, places: readonly Place[]): Promise<void> {
  for (const [character, ms] of places) {
    await addEntry(repository, { id: character.repeat(16), at: instant(ms) });
  }
}

/** Returns a function that reads the page after an entry. */
function pages(
  repository: KeyRepository,
  limit: number,
): (last: AuditEntry | null) => Promise<readonly AuditEntry[]> {
  return (after) => history(repository, { of: { owner: ada }, after, limit });
}
