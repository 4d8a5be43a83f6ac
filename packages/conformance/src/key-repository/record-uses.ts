import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import {
  add,
  clause,
  historyOf,
  keyIdOf,
  type MakeKeyRepository,
  recordOf,
  revoke,
  storedOf,
} from './subject.js';

const earlier = new Date('2026-02-01T00:00:01Z');
const later = new Date('2026-02-01T00:00:02Z');

/** What `recordUses` promises. */
export const recordUsesClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('recordUses writes the instant of a use, and nothing else', async (repository) => {
    const stored = await add(repository, { scopes: ['agents:read'] });
    const history = await historyOf(repository, stored.key.id);
    const at = new Date('2026-02-01T00:00:00.123Z');
    await repository.recordUses([{ keyId: stored.key.id, at }]);
    const used = { ...stored.key, lastUsedAt: at };
    assert.deepEqual(await storedOf(repository, stored.key.id), { ...stored, key: used });
    assert.deepEqual(await historyOf(repository, stored.key.id), history);
  }),

  clause('recordUses never moves lastUsedAt back', async (repository) => {
    const { key } = await add(repository);
    await repository.recordUses([{ keyId: key.id, at: later }]);
    await repository.recordUses([{ keyId: key.id, at: earlier }]);
    assert.deepEqual((await recordOf(repository, key.id)).lastUsedAt, later);
  }),

  clause('recordUses keeps the latest of several uses of one key, in any order', async (repository) => {
    const { key } = await add(repository);
    const other = await add(repository);
    await repository.recordUses([
      { keyId: key.id, at: earlier },
      { keyId: other.key.id, at: later },
      { keyId: key.id, at: later },
      { keyId: other.key.id, at: earlier },
    ]);
    assert.deepEqual((await recordOf(repository, key.id)).lastUsedAt, later);
    assert.deepEqual((await recordOf(repository, other.key.id)).lastUsedAt, later);
  }),

  clause('recordUses writes earlier uses of disabled, expired and rotated records', async (repository) => {
    const disabled = await add(repository, { disabledAt: later, disabledBy: { kind: 'user', id: 'ada' } });
    const expired = await add(repository, { expiresAt: earlier });
    const rotated = await add(repository, { rotatedAt: later, successorId: keyIdOf('s') });
    const ids = [disabled, expired, rotated].map(({ key }) => key.id);
    await repository.recordUses(ids.map((keyId) => ({ keyId, at: earlier })));
    for (const id of ids) assert.deepEqual((await recordOf(repository, id)).lastUsedAt, earlier);
  }),

  clause('S03 recordUses leaves a revoked record alone', async (repository) => {
    const { key } = await add(repository);
    await revoke(repository, key);
    const revoked = await recordOf(repository, key.id);
    await repository.recordUses([{ keyId: key.id, at: later }]);
    assert.deepEqual(await recordOf(repository, key.id), revoked);
  }),

  clause('S03 a use that is recorded during a revocation does not undo it', async (repository) => {
    const [one, other] = [(await add(repository)).key, (await add(repository)).key];
    const [, first, second] = await Promise.all([
      repository.recordUses([{ keyId: one.id, at: later }]),
      revoke(repository, one),
      revoke(repository, other),
      repository.recordUses([{ keyId: other.id, at: later }]),
    ]);
    assert.deepEqual((await recordOf(repository, one.id)).revokedAt, first.entry.at);
    assert.deepEqual((await recordOf(repository, other.id)).revokedAt, second.entry.at);
  }),

  clause('S03 recordUses ignores a missing record and does not create it', async (repository) => {
    const { key } = await add(repository);
    const missing = keyIdOf('x');
    await repository.recordUses([missing, key.id].map((keyId) => ({ keyId, at: later })));
    assert.equal(await storedOf(repository, missing), undefined);
    assert.deepEqual((await recordOf(repository, key.id)).lastUsedAt, later);
  }),

  clause('recordUses accepts an empty list, and one of 2,000 uses', async (repository) => {
    await repository.recordUses([]);
    const { key } = await add(repository);
    const use = (_: unknown, index: number) => ({
      keyId: key.id,
      at: new Date(earlier.getTime() + 1_000 * index),
    });
    await repository.recordUses(Array.from({ length: 2_000 }, use));
    assert.deepEqual((await recordOf(repository, key.id)).lastUsedAt, use(undefined, 1_999).at);
  }),
];
