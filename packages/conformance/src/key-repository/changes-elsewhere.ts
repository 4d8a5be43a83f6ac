import assert from 'node:assert/strict';
import type { KeyId, Owner } from '@postern/core';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { addChangeable, attemptOn, type Change } from './change.js';
import { claimRotation } from './claim-offer.js';
import { disabling, takingOver } from './disable.js';
import { enabling } from './enable.js';
import type { SecondRepository, SubjectHooks } from './hooks.js';
import { attemptInsert } from './insert-idempotent.js';
import { addOffer } from './offers.js';
import { purge } from './purge.js';
import { assertReads, type Expected, orders, warmUp } from './reads.js';
import { now } from './records.js';
import { rehashing } from './rehash.js';
import { renaming } from './rename.js';
import { endedBy, reportOf, sendReport } from './report-leak.js';
import { revoking } from './revoke.js';
import { revokeAll } from './revoke-all.js';
import { rotating } from './rotate.js';
import { add, clauseWith, type MakeKeyRepository } from './subject.js';

const grace: Owner = { kind: 'user', id: 'grace' };
const past = { revokedAt: new Date('2026-01-15T00:00:00Z') };

/** What is stored before a change through another repository, and how to make it. It returns what is stored then. */
interface ChangeElsewhere {
  readonly before: Expected;
  readonly make: (second: KeyRepository) => Promise<Expected>;
}

/** What `find` and `get` promise about changes through another repository on the same storage. */
export const elsewhereClauses: readonly Clause<MakeKeyRepository>[] = [
  ...[revoking, disabling, takingOver, enabling, renaming, rotating, rehashing].map((change) =>
    seenElsewhere(change.verb, async (repository) => {
      const stored = await addChangeable(repository, change);
      return { before: stored, make: (second) => apply(second, change, stored) };
    }),
  ),

  seenElsewhere('insert', async () => {
    const stored = buildStoredKey();
    return { before: stored.key.id, make: (second) => insert(second, stored) };
  }),

  seenElsewhere('insertIdempotent', async (repository) => {
    const request = { requestId: buildKey().id };
    const earlier = await attemptInsert(repository, request);
    return {
      before: earlier.stored,
      async make(second) {
        const { outcome, stored: later } = await attemptInsert(second, request);
        assert.equal(outcome, 'inserted');
        return {
          ...earlier.stored,
          key: { ...earlier.stored.key, revokedAt: later.key.createdAt, reason: 'retried' },
        };
      },
    };
  }),

  seenElsewhere('revokeAll', async (repository) => {
    const stored = await add(repository, { owner: grace });
    return {
      before: stored,
      async make(second) {
        const { keyIds } = await revokeAll(second, { owner: grace, reason: 'left' });
        assert.deepEqual(keyIds, [stored.key.id]);
        return { ...stored, key: { ...stored.key, revokedAt: now, reason: 'left' } };
      },
    };
  }),

  seenElsewhere('reportLeak', async (repository) => {
    const before = await add(repository);
    return {
      before,
      async make(second) {
        const report = reportOf(before);
        assert.equal((await sendReport(second, report)).changed, true);
        return endedBy(report);
      },
    };
  }),

  seenElsewhere('purge', async (repository) => {
    const before = await add(repository, past);
    return { before, make: (second) => remove(second, before) };
  }),

  seenElsewhere('claimOffer', async (repository) => {
    const stored = await add(repository);
    const { offer } = await addOffer(repository, { rotation: { keyId: stored.key.id, graceMs: 0 } });
    return {
      before: stored,
      async make(second) {
        assert.equal(await claimRotation(second, offer, stored), true);
        return { ...stored, key: { ...stored.key, rotatedAt: now, successorId: offer.id, revokedAt: now } };
      },
    };
  }),

  seenElsewhere('recordUses', async (repository) => {
    const before = await add(repository);
    return {
      before,
      async make(second) {
        await second.recordUses([{ keyId: before.key.id, at: now }]);
        return { ...before, key: { ...before.key, lastUsedAt: now } };
      },
    };
  }),

  seenElsewhere('purge and then insert of the same key ID', async (repository) => {
    const before = await add(repository, past);
    return {
      before,
      async make(second) {
        const id = await remove(second, before);
        return insert(second, buildStoredKey({ key: buildKey({ id }), hash: '$insecure$1$another' }));
      },
    };
  }),

  clauseWith(
    'second',
    'S01 find and get see each change through another connection, and each change back',
    (repository, subject) =>
      withSecond(subject, async ({ repository: second }) => {
        const stored = await add(repository);
        for (const order of [...orders, ...orders]) {
          await warmUp(repository, stored);
          const disabled = await apply(second, disabling, stored);
          await assertReads(repository, order, disabled);
          await warmUp(repository, disabled);
          await assertReads(repository, order, await apply(second, enabling, disabled));
        }
      }),
  ),

  clauseWith(
    'second',
    'find and get return the other records unchanged after a change through another connection',
    (repository, subject) =>
      withSecond(subject, async ({ repository: second }) => {
        for (const order of orders) {
          const [one, changed, other] = [await add(repository), await add(repository), await add(repository)];
          await warmUp(repository, one, changed, other);
          await apply(second, revoking, changed);
          await assertReads(repository, order, one, other);
        }
      }),
  ),
];

function seenElsewhere(
  what: string,
  prepare: (repository: KeyRepository) => Promise<ChangeElsewhere>,
): Clause<MakeKeyRepository> {
  const name = `S01 find and get see ${what} through another connection as soon as it has resolved`;
  return clauseWith('second', name, (repository, subject) =>
    withSecond(subject, async ({ repository: second }) => {
      for (const order of orders) {
        const { before, make } = await prepare(repository);
        const other = await add(repository);
        for (const each of [repository, second]) await warmUp(each, before, other);
        await assertReads(repository, order, await make(second), other);
      }
    }),
  );
}

async function withSecond(
  subject: Required<Pick<SubjectHooks, 'second'>>,
  check: (second: SecondRepository) => Promise<void>,
): Promise<void> {
  const second = await subject.second();
  try {
    await check(second);
  } finally {
    await second.dispose();
  }
}

/** Makes a change that must succeed. Returns what is stored afterwards. */
async function apply(repository: KeyRepository, change: Change, stored: StoredKey): Promise<StoredKey> {
  const attempt = attemptOn(change, stored);
  assert.equal(await change.apply(repository, attempt), true, `${change.verb} must change the record`);
  return change.after(attempt);
}

async function insert(repository: KeyRepository, stored: StoredKey): Promise<StoredKey> {
  assert.equal(await repository.insert(stored, buildAuditEntry(stored.key)), true, 'insert must add the key');
  return stored;
}

/** Removes the only revoked record. */
async function remove(repository: KeyRepository, { key }: StoredKey): Promise<KeyId> {
  assert.equal(await purge(repository), 1, 'purge must remove the record');
  return key.id;
}
