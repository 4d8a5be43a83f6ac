import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ApiKey, KeyId } from '@postern/core';
import type { IdempotentOutcome, KeyCap, KeyRepository, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { noPredecessor, predecessorReason } from './predecessors.js';
import { purge } from './purge.js';
import { disabled, now } from './records.js';
import { add, clause, historyOf, type MakeKeyRepository, recordOf, snapshotOf } from './subject.js';

const requestId = 'Zm9yIG9uZSByZXF1ZXN0IGFuZCBubyBvdGhlciBvbmU';
const reason = 'retried';

/** What `insertIdempotent` promises. */
export const insertIdempotentClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('insertIdempotent writes the record and its audit entry', async (repository) => {
    const attempt = await attemptInsert(repository);
    assert.equal(attempt.outcome, 'inserted');
    assert.deepEqual(await snapshotOf(repository, attempt.id), {
      stored: attempt.stored,
      entries: [attempt.entry],
    });
    assert.deepEqual(attempt.revoked, []);
  }),

  clause(
    'M07 the last attempt of a request leaves its record and revokes those of the earlier ones',
    async (repository) => {
      const first = await attemptInsert(repository);
      const second = await attemptInsert(repository);
      const third = await attemptInsert(repository);
      assert.deepEqual(
        [first, second, third].map(({ outcome }) => outcome),
        Array(3).fill('inserted'),
      );
      for (const [earlier, later] of [
        [first, second],
        [second, third],
      ] as const) {
        const revoked = { revokedAt: later.stored.key.createdAt, reason };
        assert.deepEqual(await recordOf(repository, earlier.id), { ...earlier.stored.key, ...revoked });
        assert.deepEqual(later.revoked, [{ id: earlier.id, owner: earlier.stored.key.owner }]);
        assert.deepEqual(await historyOf(repository, earlier.id), [
          entryOf(earlier.stored.key),
          earlier.entry,
        ]);
      }
      assert.deepEqual(await snapshotOf(repository, third.id), {
        stored: third.stored,
        entries: [third.entry],
      });
    },
  ),

  clause(
    'M07 an unused record of an earlier attempt is revoked, even if it is disabled or expired',
    async (repository) => {
      for (const given of [disabled, { expiresAt: now }]) {
        const request = { requestId: requestIdOf(JSON.stringify(given)) };
        const { id } = await attemptInsert(repository, { ...request, given });
        const { outcome } = await attemptInsert(repository, request);
        assert.equal(outcome, 'inserted');
        assert.equal((await recordOf(repository, id)).revokedAt?.getTime(), now.getTime());
      }
    },
  ),

  clause('M07 a record of an earlier attempt that was used is left alone', async (repository) => {
    const attempt = await attemptInsert(repository);
    await repository.recordUses([{ keyId: attempt.id, at: now }]);
    await assertLeftAlone(repository, attempt);
    const revokedAt = new Date(now.getTime() + 1);
    await revoke(repository, attempt, revokedAt);
    assert.equal((await attemptInsert(repository)).outcome, 'inserted');
    assert.equal((await recordOf(repository, attempt.id)).revokedAt?.getTime(), revokedAt.getTime());
  }),

  clause(
    'M07 a record of an earlier attempt that was rotated is left alone, even if it is revoked',
    async (repository) => {
      for (const graceEndsAt of [null, new Date(now.getTime() + 60_000)]) {
        const request = { requestId: requestIdOf(`${graceEndsAt?.getTime()}`) };
        const attempt = await attemptInsert(repository, request);
        await rotate(repository, attempt, graceEndsAt);
        await assertLeftAlone(repository, attempt, request);
        await revoke(repository, attempt, new Date(now.getTime() + 1));
        await assertLeftAlone(repository, attempt, request);
      }
    },
  ),

  clause('insertIdempotent leaves records of other requests, or of none, alone', async (repository) => {
    const others = [
      (await add(repository, { createdAt: now })).key.id,
      (await attemptInsert(repository, { requestId: requestId.toLowerCase() })).id,
      (await attemptInsert(repository, { requestId: `${requestId.slice(0, -1)}V` })).id,
    ];
    const attempt = await attemptInsert(repository);
    assert.deepEqual([attempt.outcome, attempt.revoked], ['inserted', []]);
    for (const id of others) assert.equal((await recordOf(repository, id)).revokedAt, null);
  }),

  clause(
    'S12 insertIdempotent recognises an earlier attempt, whatever the clocks and however many requests came in between',
    async (repository) => {
      const days = (count: number) => new Date(now.getTime() + count * 24 * 60 * 60 * 1_000);
      for (const [earlierAt, laterAt] of [
        [days(0), days(30)],
        [days(0), days(-30)],
      ] as const) {
        const request = { requestId: requestIdOf(`${laterAt.getTime()}`) };
        const earlier = await attemptInsert(repository, { ...request, given: { createdAt: earlierAt } });
        // Each of these requests gives the repository a chance to forget requests that look old.
        for (let other = 0; other < 30; other += 1)
          await attemptInsert(repository, {
            requestId: requestIdOf(`${request.requestId} ${other}`),
            given: { createdAt: days(other % 2 === 0 ? 40 : -40) },
          });
        const later = await attemptInsert(repository, { ...request, given: { createdAt: laterAt } });
        assert.deepEqual([later.outcome, later.revoked.map(({ id }) => id)], ['inserted', [earlier.id]]);
        assert.notEqual((await recordOf(repository, earlier.id)).revokedAt, null);
      }
    },
  ),

  clause('insertIdempotent adds a record if that of an earlier attempt was purged', async (repository) => {
    const { id, stored } = await attemptInsert(repository);
    const revokedAt = new Date(now.getTime() - 1);
    const entry = buildAuditEntry(stored.key, { action: 'revoked' });
    await repository.revoke({ keyId: id, at: revokedAt, reason: null }, entry);
    assert.equal(await purge(repository, {}), 1);
    const again = await attemptInsert(repository);
    assert.deepEqual([again.outcome, again.revoked], ['inserted', []]);
    assert.deepEqual(
      (await attemptInsert(repository)).revoked.map((key) => key.id),
      [again.id],
    );
  }),

  clause('S09 insertIdempotent returns taken for a taken key ID and writes nothing', async (repository) => {
    const earlier = await attemptInsert(repository);
    const other = await add(repository);
    const [earlierBefore, otherBefore] = [
      await snapshotOf(repository, earlier.id),
      await snapshotOf(repository, other.key.id),
    ];
    const attempt = await attemptInsert(repository, { given: { id: other.key.id, name: 'Other' } });
    assert.equal(attempt.outcome, 'taken');
    assert.deepEqual(await snapshotOf(repository, earlier.id), earlierBefore);
    assert.deepEqual(await snapshotOf(repository, other.key.id), otherBefore);
    assert.deepEqual(
      (await attemptInsert(repository)).revoked.map(({ id }) => id),
      [earlier.id],
    );
  }),

  clause('M07 several concurrent attempts of one request leave one unrevoked record', async (repository) => {
    const attempts = await Promise.all([1, 2, 3, 4, 5].map(() => attemptInsert(repository)));
    assert.deepEqual(
      attempts.map(({ outcome }) => outcome),
      Array(5).fill('inserted'),
    );
    const records = await Promise.all(attempts.map(({ id }) => recordOf(repository, id)));
    assert.equal(records.filter(({ revokedAt }) => revokedAt === null).length, 1);
    for (const { id, revokedAt } of records)
      assert.equal((await historyOf(repository, id)).length, revokedAt === null ? 1 : 2);
  }),

  clause(
    'M07 an attempt during a use of the earlier key either revokes that key or leaves it alone',
    async (repository) => {
      for (let round = 0; round < 5; round += 1) {
        const request = { requestId: requestIdOf(`${round}`) };
        const { id } = await attemptInsert(repository, request);
        const use = [{ keyId: id, at: new Date(now.getTime() + 1) }];
        const [{ outcome }] = await Promise.all([
          attemptInsert(repository, request),
          repository.recordUses(use),
        ]);
        const { revokedAt, lastUsedAt } = await recordOf(repository, id);
        assert.deepEqual(
          [revokedAt === null, lastUsedAt === null],
          outcome === 'inserted' ? [false, true] : [true, false],
        );
      }
    },
  ),
];

/** The ID of another request, in the form that the port requires. */
function requestIdOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}

interface Attempt {
  readonly id: KeyId;
  readonly stored: StoredKey;
  readonly entry: ReturnType<typeof buildAuditEntry>;
  readonly outcome: IdempotentOutcome;
  /** The keys for which the repository requested an audit entry, because it revoked them. */
  readonly revoked: readonly Pick<ApiKey, 'id' | 'owner'>[];
}

/** Inserts a record that is created now, as an attempt of the same request unless `requestId` is given. */
export async function attemptInsert(
  repository: KeyRepository,
  request: {
    readonly given?: Partial<ApiKey>;
    readonly requestId?: string;
    readonly entryId?: string;
    readonly entryIdOfEarlier?: string;
    readonly cap?: KeyCap | undefined;
  } = {},
): Promise<Attempt> {
  const { given, entryId, entryIdOfEarlier, cap } = request;
  const stored = buildStoredKey({ key: buildKey({ prefix: 'acme_user', createdAt: now, ...given }) });
  const entry = buildAuditEntry(stored.key, entryId === undefined ? {} : { id: entryId });
  const revoked: Pick<ApiKey, 'id' | 'owner'>[] = [];
  const insertion = { stored, requestId: request.requestId ?? requestId, reason, cap };
  const outcome = await repository.insertIdempotent(insertion, entry, ({ id, owner }) => {
    revoked.push({ id, owner });
    return entryOf({ id, owner }, entryIdOfEarlier);
  });
  return { id: stored.key.id, stored, entry, outcome, revoked };
}

/** Returns the same entry every time for the same key, whichever attempt revokes it. */
function entryOf(key: Pick<ApiKey, 'id' | 'owner'>, id = `R${key.id.slice(1)}`) {
  return buildAuditEntry(buildKey(key), { id, action: 'revoked', at: now, reason });
}

/** Makes two more attempts, and fails if they change anything. */
async function assertLeftAlone(
  repository: KeyRepository,
  { id }: Attempt,
  request: { readonly requestId?: string } = {},
): Promise<void> {
  const before = await snapshotOf(repository, id);
  for (const again of [await attemptInsert(repository, request), await attemptInsert(repository, request)]) {
    assert.equal(again.outcome, 'used');
    assert.deepEqual(await snapshotOf(repository, again.id), { stored: undefined, entries: [] });
    assert.deepEqual(await snapshotOf(repository, id), before);
  }
}

function revoke(repository: KeyRepository, { id, stored }: Attempt, at: Date): Promise<boolean> {
  return repository.revoke(
    { keyId: id, at, reason: null },
    buildAuditEntry(stored.key, { action: 'revoked' }),
  );
}

function rotate(
  repository: KeyRepository,
  { id, stored }: Attempt,
  graceEndsAt: Date | null,
): Promise<boolean> {
  const successor = buildStoredKey({ key: buildKey({ name: stored.key.name }) });
  const entries = [buildAuditEntry(stored.key, { action: 'rotated' }), buildAuditEntry(successor.key)];
  return repository.rotate(
    { keyId: id, at: now, graceEndsAt, successor, predecessorReason },
    entries,
    noPredecessor,
  );
}
