import assert from 'node:assert/strict';
import { type ApiKey, type AuditEntry, type KeyId, keyState } from '@postern/core';
import type { EntryOfKey, KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { type Attempt, attemptOn, onlyWinner } from './change.js';
import { claimRotation } from './claim-offer.js';
import { addOffer } from './offers.js';
import { predecessorReason } from './predecessors.js';
import { disabled, now } from './records.js';
import { revokeUntilNone } from './revoke-all.js';
import { rotate as rotateWith, rotating } from './rotate.js';
import {
  add,
  clause,
  failureOf,
  historyOf,
  type MakeKeyRepository,
  recordOf,
  revoke,
  type Snapshot,
  snapshotOf,
  storedOf,
} from './subject.js';

const ms = (after: number) => new Date(now.getTime() + after);
const graceEndsAt = ms(1_000);
const graces = [null, graceEndsAt];

/** What `rotate` promises about the predecessor of the record that it replaces. */
export const rotateChainClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('S04 rotate revokes a predecessor in its grace period, with its audit entry', async (repository) => {
    for (const end of graces) {
      const { attempt, ...chain } = await addChain(repository);
      const requested: Pick<ApiKey, 'id' | 'owner'>[] = [];
      const entryOf: EntryOfKey = ({ id, owner }) => {
        requested.push({ id, owner });
        return entryOfPredecessor({ id, owner });
      };
      assert.equal(await rotate(repository, attempt, { graceEndsAt: end, entryOf }), true);
      assert.deepEqual(await snapshotOf(repository, chain.id), chain.revoked);
      assert.deepEqual(requested.at(-1), { id: chain.id, owner: attempt.stored.key.owner });
      const { successorId, revokedAt } = await recordOf(repository, attempt.stored.key.id);
      assert.deepEqual([successorId, revokedAt === null], [attempt.successor.key.id, end !== null]);
    }
  }),

  clause('S04 rotate revokes a disabled predecessor, which could be enabled again', async (repository) => {
    const { attempt, id, revoked } = await addChain(repository, disabled);
    assert.equal(await rotate(repository, attempt), true);
    assert.deepEqual(await snapshotOf(repository, id), revoked);
  }),

  clause(
    'S06 a predecessor is revoked only if it is unexpired at the instant of the rotation',
    async (repository) => {
      for (const [expiresAt, isRevoked] of [
        [ms(-1), false],
        [now, false],
        [ms(1), true],
      ] as const) {
        const { attempt, id, before, revoked } = await addChain(repository, { expiresAt });
        assert.equal(await rotate(repository, attempt), true);
        assert.deepEqual(await snapshotOf(repository, id), isRevoked ? revoked : before);
      }
    },
  ),

  clause('S04 rotate leaves a predecessor alone that was revoked before', async (repository) => {
    const { attempt, id, before } = await addChain(repository, { revokedAt: ms(-1), reason: 'leaked' });
    assert.equal(await rotate(repository, attempt), true);
    assert.deepEqual(await snapshotOf(repository, id), before);
  }),

  clause('M04 rotate leaves the predecessors of other records alone', async (repository) => {
    const stored = await add(repository);
    const other = await add(repository);
    const others = [await add(repository, replacedBy(other.key.id)), await add(repository)];
    const before = await Promise.all(others.map(({ key }) => snapshotOf(repository, key.id)));
    assert.equal(await rotate(repository, attemptOn(rotating, stored)), true);
    const after = await Promise.all(others.map(({ key }) => snapshotOf(repository, key.id)));
    assert.deepEqual(after, before);
  }),

  clause(
    "M04 rotate leaves another owner's record alone that names the same successor",
    async (repository) => {
      for (const owner of [
        { kind: 'user', id: 'linus' },
        { kind: 'team', id: 'ada' },
        { kind: 'user', id: 'Ada' },
      ]) {
        const { attempt, id, before } = await addChain(repository, { owner });
        assert.equal(await rotate(repository, attempt), true);
        assert.deepEqual(await snapshotOf(repository, id), before);
      }
    },
  ),

  clause('S04 a chain of rotations never has two records in their grace periods', async (repository) => {
    let last = await add(repository);
    const ids = [last.key.id];
    for (let step = 0; step < 4; step += 1) {
      const attempt = attemptOn(rotating, last, { at: ms(step) });
      assert.equal(await rotate(repository, attempt), true);
      last = attempt.successor;
      ids.push(last.key.id);
      const keys = await Promise.all(ids.map((id) => recordOf(repository, id)));
      const states = keys.map((key) => keyState(key, ms(step)));
      assert.deepEqual(states, [...ids.slice(2).map(() => 'revoked'), 'rotated', 'live']);
    }
  }),

  clause('S04 rotate leaves the predecessor alone if it returns false', async (repository) => {
    const other = await add(repository);
    const refused: readonly ((attempt: Attempt) => Attempt)[] = [
      (attempt) => ({ ...attempt, successor: other }),
      (attempt) => ({ ...attempt, expected: { ...attempt.stored.key, name: 'another name' } }),
      (attempt) => ({ ...attempt, entry: { ...attempt.entry, at: ms(60_000) } }),
    ];
    for (const refuse of refused) {
      const { attempt, id, before } = await addChain(repository, {}, { expiresAt: ms(60_000) });
      for (const end of graces)
        assert.equal(await rotate(repository, refuse(attempt), { graceEndsAt: end }), false);
      assert.deepEqual(await snapshotOf(repository, id), before);
    }
  }),

  clause("rotate leaves all records unchanged if the predecessor's audit entry fails", async (repository) => {
    const { attempt, id, before } = await addChain(repository);
    const current = await snapshotOf(repository, attempt.stored.key.id);
    const taken = current.entries[0]?.id ?? '';
    const entryOf: EntryOfKey = (key) => ({ ...entryOfPredecessor(key), id: taken });
    if ((await failureOf(rotate(repository, attempt, { entryOf }))) === undefined) return;
    assert.deepEqual(await snapshotOf(repository, id), before);
    assert.deepEqual(await snapshotOf(repository, attempt.stored.key.id), current);
    assert.equal(await storedOf(repository, attempt.successor.key.id), undefined);
  }),

  clause('S04 several concurrent rotations of a record revoke its predecessor once', async (repository) => {
    const { attempt, id, revoked } = await addChain(repository);
    const rivals = ['one', 'two', 'three'].map((mark) => attemptOn(rotating, attempt.stored, { mark }));
    await onlyWinner(rivals, (rival) => rotate(repository, rival));
    assert.deepEqual(await snapshotOf(repository, id), revoked);
  }),

  clause('S04 one of a concurrent rotation and revocation revokes the predecessor', async (repository) => {
    for (const isRotatedFirst of [true, false, true, false]) {
      const { attempt, id, before } = await addChain(repository);
      const rotation = () => rotate(repository, attempt);
      const revocation = () => revoke(repository, buildKey({ id }), { reason: 'left' });
      const [isRotated, { changed }] = isRotatedFirst
        ? await Promise.all([rotation(), revocation()])
        : await Promise.all([revocation(), rotation()]).then(([first, second]) => [second, first] as const);
      assert.equal(isRotated, true);
      const reason = changed ? 'left' : predecessorReason;
      const { stored, entries } = await snapshotOf(repository, id);
      assert.equal(stored?.key.reason, reason);
      const added = entries.filter((entry) => !before.entries.some((old) => old.id === entry.id));
      assert.deepEqual(
        added.map((entry) => [entry.action, entry.reason]),
        [['revoked', reason]],
      );
    }
  }),

  clause('S04 a concurrent rotation, revokeAll and uses of one chain all succeed', async (repository) => {
    const chains = [await addChain(repository), await addChain(repository), await addChain(repository)];
    const ids = chains.flatMap(({ id, attempt }) => [id, attempt.stored.key.id]);
    const record = (order: readonly KeyId[]) =>
      repository.recordUses(order.map((keyId) => ({ keyId, at: now })));
    const rotations = chains.map(({ attempt }) => rotate(repository, attempt));
    await Promise.all([record(ids), ...rotations, record(ids.toReversed()), revokeUntilNone(repository)]);
    for (const id of ids) {
      assert.notEqual((await recordOf(repository, id)).revokedAt, null);
      const revocations = (await historyOf(repository, id)).filter(({ action }) => action === 'revoked');
      assert.equal(revocations.length, 1);
    }
  }),

  clause('claimOffer of a rotation revokes the predecessor if the offer is open', async (repository) => {
    for (const withdrawnAt of [now, null]) {
      const { attempt, id, before, revoked } = await addChain(repository);
      const rotation = { keyId: attempt.stored.key.id, graceMs: 0 };
      const { offer } = await addOffer(repository, { rotation, withdrawnAt });
      const claimed = claimRotation(repository, offer, attempt.stored, entryOfPredecessor);
      assert.equal(await claimed, withdrawnAt === null);
      assert.deepEqual(await snapshotOf(repository, id), withdrawnAt === null ? revoked : before);
    }
  }),
];

/** Fields of a record that was rotated and is in its grace period. */
const replacedBy = (successorId: KeyId) => ({ rotatedAt: ms(-1_000), successorId, expiresAt: ms(60_000) });

/** A record in its grace period. */
interface Chain {
  readonly id: KeyId;
  readonly before: Snapshot;
  /** What is stored of it once a rotation has revoked it. */
  readonly revoked: Snapshot;
  /** An attempt to rotate its successor. */
  readonly attempt: Attempt;
}

/** Adds a record and its predecessor, in its grace period unless `given` says otherwise. */
async function addChain(
  repository: KeyRepository,
  given: Partial<ApiKey> = {},
  ofSuccessor: Partial<ApiKey> = {},
): Promise<Chain> {
  const stored = await add(repository, ofSuccessor);
  const { key, hash } = await add(repository, { ...replacedBy(stored.key.id), ...given });
  const before = await snapshotOf(repository, key.id);
  const revoked = {
    stored: { key: { ...key, revokedAt: now, reason: predecessorReason }, hash },
    entries: [entryOfPredecessor(key), ...before.entries],
  };
  return { id: key.id, before, revoked, attempt: attemptOn(rotating, stored) };
}

function rotate(
  repository: KeyRepository,
  attempt: Attempt,
  given: Partial<Parameters<typeof rotateWith>[2]> = {},
): Promise<boolean> {
  return rotateWith(repository, attempt, { graceEndsAt, entryOf: entryOfPredecessor, ...given });
}

/** The same entry every time for the same key. */
function entryOfPredecessor({ id, owner }: Pick<ApiKey, 'id' | 'owner'>): AuditEntry {
  const entry = { id: `P${id.slice(1)}`, action: 'revoked', at: now, reason: predecessorReason } as const;
  return buildAuditEntry(buildKey({ id, owner }), entry);
}
