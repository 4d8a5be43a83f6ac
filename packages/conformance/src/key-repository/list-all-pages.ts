import assert from 'node:assert/strict';
import type { ApiKey } from '@postern/core';
import type { AllKeysQuery, KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { conditionsAndPairs, listAll, variety } from './list-all.js';
import { add, clause, keyIdOf, type MakeKeyRepository, revoke } from './subject.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const instant = (ms: number) => new Date(now.getTime() + ms);
const orders: readonly Partial<AllKeysQuery>[] = [{}, { expiresBefore: instant(1_000) }];

/** What `listAll` promises about pages: every record is on one of them, whatever happens in between. */
export const listAllPageClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('listAll returns every record once, page by page, in both orders', async (repository) => {
    for (const [index, character] of ['b', 'B', '0', 'a', 'Z'].entries()) {
      await add(repository, { id: keyIdOf(character), createdAt: now, expiresAt: instant(2) });
      await add(repository, { createdAt: instant(-index), expiresAt: instant(index) });
    }
    for (const order of orders) {
      const all = await listAll(repository, order);
      assert.equal(all.length, 10);
      for (const limit of [1, 2, 3]) assert.deepEqual(await listAll(repository, { ...order, limit }), all);
    }
  }),

  clause(
    'listAll returns every record that meets its conditions once, page by page, whichever they are',
    async (repository) => {
      for (const given of variety()) await add(repository, given);
      for (const filter of conditionsAndPairs()) {
        const all = await listAll(repository, filter);
        const paged = await listAll(repository, { ...filter, limit: 4 });
        assert.deepEqual(paged, all, JSON.stringify(filter));
      }
    },
  ),

  clause('listAll continues after a position at which there is no record', async (repository) => {
    const given = { createdAt: instant(2), expiresAt: instant(2) };
    const { key: low } = await add(repository, { ...given, id: keyIdOf('a') });
    const { key: high } = await add(repository, { ...given, id: keyIdOf('c') });
    const { key: early } = await add(repository, { createdAt: instant(0), expiresAt: instant(0) });
    const { key: late } = await add(repository, { createdAt: instant(4), expiresAt: instant(4) });
    const [newest, soonest] = orders;
    const between = { at: instant(2), id: keyIdOf('b') };
    assert.deepEqual(await listAll(repository, { ...newest, after: between }), [low, early]);
    assert.deepEqual(await listAll(repository, { ...soonest, after: between }), [high, late]);
    assert.deepEqual(await listAll(repository, { ...newest, after: { ...between, at: instant(1) } }), [
      early,
    ]);
    assert.deepEqual(await listAll(repository, { ...soonest, after: { ...between, at: instant(3) } }), [
      late,
    ]);
  }),

  clause(
    'listAll skips and repeats nothing when records are added, revoked, rotated and removed between pages',
    async (repository) => {
      for (const order of orders) {
        const stay: ApiKey[] = [];
        const go: ApiKey[] = [];
        for (const character of ['1', '3', '5', '7', '9']) {
          const given = { createdAt: instant(2), expiresAt: instant(2) };
          stay.push((await add(repository, { ...given, id: keyIdOf(idIn(order, character)) })).key);
          go.push((await add(repository, { ...given, createdAt: instant(-2), expiresAt: instant(4) })).key);
        }
        const seen = await listAll(repository, { ...order, limit: 1 }, (call) =>
          disturb(repository, { order, gone: go[call], changed: stay[call], call }),
        );
        const counts = stay.map(({ id }) => seen.filter((key) => key.id === id).length);
        assert.deepEqual(counts, [1, 1, 1, 1, 1]);
        assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length, 'listAll must not repeat a record');
      }
    },
  ),
];

/** A different ID in each order, since all records are in one repository. */
function idIn({ expiresBefore }: Partial<AllKeysQuery>, character: string): string {
  return expiresBefore === undefined ? character : String.fromCharCode(character.charCodeAt(0) + 32);
}

/** Does to the records everything that may happen between two pages. */
async function disturb(
  repository: KeyRepository,
  {
    order,
    gone,
    changed,
    call,
  }: {
    readonly order: Partial<AllKeysQuery>;
    readonly gone: ApiKey | undefined;
    readonly changed: ApiKey | undefined;
    readonly call: number;
  },
): Promise<void> {
  if (gone === undefined || changed === undefined) return;
  await revoke(repository, gone, { at: new Date(0) });
  await repository.purge({ revokedBefore: new Date(1), limit: 1 }, (key) =>
    buildAuditEntry(gone, { action: 'purged', keyId: key.id }),
  );
  await revoke(repository, changed);
  for (const ms of [1, 2, 3]) await add(repository, { createdAt: instant(ms), expiresAt: instant(ms) });
  const character = String.fromCharCode('A'.charCodeAt(0) + call);
  await add(repository, {
    id: keyIdOf(idIn(order, character)),
    createdAt: instant(2),
    expiresAt: instant(2),
  });
  const { key } = await add(repository, { createdAt: instant(-1), expiresAt: instant(2) });
  const successor = buildStoredKey({ key: { ...key, id: keyIdOf(idIn(order, String(2 * call))) } });
  await repository.rotate(
    { keyId: key.id, at: instant(-1), graceEndsAt: instant(1), successor, predecessorReason: 'rotated' },
    [buildAuditEntry(key, { action: 'rotated' }), buildAuditEntry(successor.key)],
    buildAuditEntry,
  );
}
