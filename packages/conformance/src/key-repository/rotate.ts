import assert from 'node:assert/strict';
import { keyState } from '@postern/core';
import type { EntryOfKey, KeyRepository, Rotation, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { type Attempt, attemptOn, type Change } from './change.js';
import { clausesOfChange } from './every-change.js';
import { noPredecessor, predecessorReason } from './predecessors.js';
import { now, transitionsOf } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf, revoke, snapshotOf, storedOf } from './subject.js';

const ms = (after: number) => new Date(now.getTime() + after);

export const rotating: Change = {
  verb: 'rotate',
  auditAction: 'rotated',
  before: {},
  leadsTo: transitionsOf('rotate'),
  apply: (repository, attempt) => rotate(repository, attempt, { graceEndsAt: null }),
  after: ({ stored, entry: { at }, successor }) => ({
    ...stored,
    key: { ...stored.key, rotatedAt: at, successorId: successor.key.id, revokedAt: at },
  }),
};

/** What `rotate` promises. */
export const rotateClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesOfChange(rotating),

  clause(
    'rotate adds the successor exactly as given, with its hash and its audit entry',
    async (repository) => {
      const stored = await add(repository, { name: 'Zoë' });
      const successor = buildStoredKey({
        hash: '$argon2id$v=19$m=19456,t=2,p=1$another',
        key: buildKey({
          prefix: 'acme_team',
          owner: { kind: 'team', id: 'platform' },
          name: 'Zoë',
          scopes: ['agents:write'],
          createdAt: now,
          createdBy: { kind: 'key', id: stored.key.id },
          expiresAt: ms(1),
        }),
      });
      const attempt = { ...attemptOn(rotating, stored), successor };
      assert.equal(await rotating.apply(repository, attempt), true);
      const snapshot = await snapshotOf(repository, successor.key.id);
      assert.deepEqual(snapshot, { stored: successor, entries: [issuedEntry(attempt)] });
    },
  ),

  clause('rotate with a grace period lets the record work until the period ends', async (repository) => {
    for (const expiresAt of [null, ms(2_000)]) {
      const stored = await add(repository, { expiresAt });
      const attempt = attemptOn(rotating, stored);
      assert.equal(await rotate(repository, attempt, { graceEndsAt: ms(1_000) }), true);
      const { key } = rotating.after(attempt);
      const inGrace = { ...key, revokedAt: null, expiresAt: ms(1_000) };
      assert.deepEqual(await storedOf(repository, key.id), { ...stored, key: inGrace });
      assert.deepEqual([keyState(inGrace, ms(999)), keyState(inGrace, ms(1_000))], ['rotated', 'expired']);
    }
  }),

  clause(
    'rotate with a grace period never lets the record work beyond its own expiry',
    async (repository) => {
      for (const expiresAt of [ms(1_000), ms(999_000), ms(1_000_000)]) {
        const { key } = await add(repository, { expiresAt });
        await rotate(repository, attemptOn(rotating, { ...buildStoredKey(), key }), {
          graceEndsAt: ms(1_000_000),
        });
        assert.deepEqual((await recordOf(repository, key.id)).expiresAt, expiresAt);
      }
    },
  ),

  clause('S04 rotate with a grace period succeeds only once', async (repository) => {
    const stored = await add(repository);
    await rotate(repository, attemptOn(rotating, stored), { graceEndsAt: ms(1_000) });
    const before = await snapshotOf(repository, stored.key.id);
    for (const graceEndsAt of [ms(2_000), null]) {
      const again = attemptOn(rotating, stored, { mark: 'again', at: ms(1) });
      assert.equal(await rotate(repository, again, { graceEndsAt }), false);
      assert.equal(await storedOf(repository, again.successor.key.id), undefined);
    }
    assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
  }),

  clause('S06 rotate judges expiry at its own instant, to the millisecond', async (repository) => {
    const expired = await add(repository, { expiresAt: now });
    assert.equal(await rotating.apply(repository, attemptOn(rotating, expired)), false);
    assert.equal(await rotating.apply(repository, attemptOn(rotating, expired, { at: ms(-1) })), true);
  }),

  clause(
    "S09 rotate returns false if the successor's key ID is taken, and writes nothing",
    async (repository) => {
      const [stored, other] = [await add(repository), await add(repository)];
      const [before, otherBefore] = [
        await snapshotOf(repository, stored.key.id),
        await snapshotOf(repository, other.key.id),
      ];
      for (const { id } of [other.key, stored.key]) {
        const attempt = {
          ...attemptOn(rotating, stored),
          successor: buildStoredKey({ key: buildKey({ id }) }),
        };
        for (const graceEndsAt of [null, ms(1_000)]) {
          assert.equal(await rotate(repository, attempt, { graceEndsAt }), false);
        }
      }
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
      assert.deepEqual(await snapshotOf(repository, other.key.id), otherBefore);
    },
  ),

  clause('rotate adds no successor if it returns false', async (repository) => {
    const [gone, missing] = [await add(repository, { revokedAt: now }), buildStoredKey()];
    for (const attempt of [attemptOn(rotating, gone), attemptOn(rotating, missing)]) {
      assert.equal(await rotating.apply(repository, attempt), false);
      const snapshot = await snapshotOf(repository, attempt.successor.key.id);
      assert.deepEqual(snapshot, { stored: undefined, entries: [] });
    }
  }),

  clause('either record of a rotation can be revoked without changing the other', async (repository) => {
    for (const [revoked, left] of [
      ['stored', 'successor'],
      ['successor', 'stored'],
    ] as const) {
      const attempt = attemptOn(rotating, await add(repository));
      await rotate(repository, attempt, { graceEndsAt: ms(1_000) });
      const before = await snapshotOf(repository, attempt[left].key.id);
      assert.equal((await revoke(repository, attempt[revoked].key)).changed, true);
      assert.deepEqual(await snapshotOf(repository, attempt[left].key.id), before);
    }
  }),
];

/** Rotates a record, with an audit entry for each of the two records. */
export function rotate(
  repository: KeyRepository,
  attempt: Attempt,
  { graceEndsAt, entryOf = noPredecessor }: Pick<Rotation, 'graceEndsAt'> & { readonly entryOf?: EntryOfKey },
): Promise<boolean> {
  const { stored, entry, successor, expected } = attempt;
  const rotation = {
    keyId: stored.key.id,
    at: entry.at,
    graceEndsAt,
    successor,
    predecessorReason,
    expected,
  };
  return repository.rotate(rotation, [entry, issuedEntry(attempt)], entryOf);
}

/** The audit entry of the successor: always the same one for an attempt. */
function issuedEntry({ successor, entry }: { successor: StoredKey; entry: Attempt['entry'] }) {
  return buildAuditEntry(successor.key, { id: `z${entry.id.slice(1)}`, at: entry.at });
}
