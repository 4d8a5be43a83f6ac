import assert from 'node:assert/strict';
import { type ApiKey, type KeyState, keyStates } from '@postern/core';
import { buildKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import {
  add,
  clause,
  findOne,
  historyOf,
  keyIdOf,
  type MakeKeyRepository,
  recordOf,
  revoke,
} from './subject.js';

const past = new Date('2026-01-15T00:00:00Z');

/** Records in each state, judged at the time of `revoke` in ./subject.ts. */
const inState: { readonly [State in KeyState]: Partial<ApiKey> } = {
  live: {},
  disabled: { disabledAt: past, disabledBy: { kind: 'user', id: 'grace' }, reason: 'suspicious' },
  expired: { expiresAt: past },
  revoked: { revokedAt: past },
};

/** What `revoke` promises. */
export const revokeClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'revoke writes the instant, the reason and the audit entry, and nothing else',
    async (repository) => {
      const stored = await add(repository, { lastUsedAt: past, scopes: ['agents:read'], expiresAt: past });
      const bystander = await add(repository);
      const { changed, entry } = await revoke(repository, stored.key);
      assert.equal(changed, true);
      const revoked = { ...stored.key, revokedAt: entry.at, reason: entry.reason };
      assert.deepEqual(await findOne(repository, stored.key.id), { ...stored, key: revoked });
      assert.deepEqual((await historyOf(repository, stored.key.id))[0], entry);
      assert.deepEqual(await findOne(repository, bystander.key.id), bystander);
    },
  ),

  clause('revoke without a reason leaves none', async (repository) => {
    const { key } = await add(repository, inState.disabled);
    await revoke(repository, key, { reason: null });
    assert.equal((await recordOf(repository, key.id)).reason, null);
  }),

  clause('revoke changes a record from each state that the table of states lets it', async (repository) => {
    for (const [state, given] of Object.entries(inState)) {
      const { key } = await add(repository, given);
      const expected = keyStates[state as KeyState].leadsTo.revoke === 'revoked';
      assert.equal((await revoke(repository, key)).changed, expected, state);
    }
  }),

  clause('S04 a second revocation answers false, and writes nothing', async (repository) => {
    const { key } = await add(repository);
    await revoke(repository, key);
    const [record, history] = [await recordOf(repository, key.id), await historyOf(repository, key.id)];
    const again = await revoke(repository, key, { at: new Date('2026-03-01T00:00:00Z'), reason: 'again' });
    assert.equal(again.changed, false);
    assert.deepEqual(await recordOf(repository, key.id), record);
    assert.deepEqual(await historyOf(repository, key.id), history);
  }),

  clause('S04 of several revocations at once exactly one wins, with its audit entry', async (repository) => {
    const { key } = await add(repository);
    const rivals = await Promise.all(
      ['one', 'two', 'three', 'four'].map((reason) => revoke(repository, key, { reason })),
    );
    const winners = rivals.filter(({ changed }) => changed);
    assert.equal(winners.length, 1);
    assert.equal((await recordOf(repository, key.id)).reason, winners[0]?.entry.reason);
    const entries = (await historyOf(repository, key.id)).filter(({ action }) => action === 'revoked');
    assert.deepEqual(entries, [winners[0]?.entry]);
  }),

  clause('revoke answers false for a missing record, and writes nothing', async (repository) => {
    const missing = buildKey({ id: keyIdOf('x') });
    assert.equal((await revoke(repository, missing)).changed, false);
    assert.equal(await findOne(repository, missing.id), undefined);
    assert.deepEqual(await historyOf(repository, missing.id), []);
  }),
];
