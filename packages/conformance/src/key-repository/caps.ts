import assert from 'node:assert/strict';
import { type ApiKey, isPosternError, type KeyId, type Owner } from '@postern/core';
import { countsTowardCap, type KeyCap, type KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { attemptInsert } from './insert-idempotent.js';
import { addOffer } from './offers.js';
import { disabled, linus, now, recordsIn } from './records.js';
import { add, clause, clauseWith, failureOf, type MakeKeyRepository, recordOf } from './subject.js';

const ada: Owner = { kind: 'user', id: 'ada' };

/** A change that may have a cap: `attempt` makes it, as often as it is called. */
interface CappedChange {
  /** The key that it adds or enables. */
  readonly id: KeyId;
  readonly attempt: (cap: KeyCap | undefined) => Promise<unknown>;
}

/** Prepares each change that may have a cap, and says what it returns if it is made. */
const changes = {
  insert: {
    made: true,
    async prepare(repository, owner = ada) {
      const stored = buildStoredKey({ key: buildKey({ owner, createdAt: now }) });
      const { id } = stored.key;
      return { id, attempt: (cap) => repository.insert(stored, buildAuditEntry(stored.key), cap) };
    },
  },
  insertIdempotent: {
    made: 'inserted',
    async prepare(repository, owner = ada) {
      const { id } = buildKey();
      const request = { given: { id, owner }, requestId: `${id}${'x'.repeat(27)}` };
      return { id, attempt: async (cap) => (await attemptInsert(repository, { ...request, cap })).outcome };
    },
  },
  claimOffer: {
    made: true,
    async prepare(repository, owner = ada) {
      const { offer } = await addOffer(repository, { owner });
      const { id } = offer;
      const stored = buildStoredKey({ key: buildKey({ id, owner, createdAt: now }) });
      const claim = { offerId: id, at: now, change: { insert: stored } };
      return {
        id,
        attempt: (cap) =>
          repository.claimOffer({ ...claim, cap }, [buildAuditEntry(stored.key)], buildAuditEntry),
      };
    },
  },
  enable: {
    made: true,
    async prepare(repository, owner = ada) {
      const { key } = await add(repository, { owner, ...disabled });
      const newEntry = () => buildAuditEntry(key, { action: 'enabled', at: now });
      const enabling = { keyId: key.id, disabledAt: key.disabledAt ?? now, disabledBy: linus };
      return { id: key.id, attempt: (cap) => repository.enable({ ...enabling, cap }, newEntry()) };
    },
  },
} satisfies Readonly<
  Record<
    string,
    {
      readonly made: true | 'inserted';
      readonly prepare: (repository: KeyRepository, owner?: Owner) => Promise<CappedChange>;
    }
  >
>;

const added = [changes.insert, changes.insertIdempotent, changes.claimOffer];

const upTo = (max: number, owner: Owner = ada): KeyCap => ({ owner, max, now });

/** What a change resolves to, or the error if it rejects: it then differs from what is expected. */
function outcomeOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.catch((error: unknown) => error);
}

/** The outcome of a retry, followed by the keys of earlier attempts that it revoked. */
function retried(repository: KeyRepository, cap: KeyCap | undefined): Promise<unknown> {
  const retry = attemptInsert(repository, { cap });
  return outcomeOf(retry.then(({ outcome, revoked }) => [outcome, ...revoked.map(({ id }) => id)]));
}

/** Checks that a change was refused because of its cap. */
async function assertRefused(attempt: Promise<unknown>, { max }: KeyCap): Promise<void> {
  const error = await failureOf(attempt);
  assert.ok(
    isPosternError(error) && error.code === 'ERR_TOO_MANY_KEYS',
    'a change that exceeds its cap must reject with TooManyKeysError',
  );
  assert.equal(error.limit, max);
}

/** Adds two records that count, and all kinds that don't. One of the two is the successor of the rotated ones. */
async function addTwoThatCount(repository: KeyRepository): Promise<void> {
  const { rotated, expired, revoked } = recordsIn;
  const { id: successorId } = (await add(repository)).key;
  const replaced = rotated.map((given) => ({ ...given, successorId }));
  for (const given of [disabled, ...replaced, ...expired, ...revoked]) await add(repository, given);
  for (const owner of others) await add(repository, { owner });
}

/** Owners who are not Ada, however similar. */
const others: readonly Owner[] = [
  { kind: 'user', id: 'Ada' },
  { kind: 'user', id: 'ada ' },
  { kind: 'user', id: 'ad' },
  { kind: 'team', id: 'ada' },
];

/** Everything that a change could have written. */
async function everything(repository: KeyRepository, id: KeyId) {
  const all = { after: null, limit: 1_000 };
  return {
    offer: await repository.getOffer(id),
    keys: await repository.list({ ...all, owner: ada, state: 'all', now }),
    history: await repository.history({ ...all, of: { owner: ada } }),
  };
}

/** What changes with a cap promise. Without one, every other clause applies. */
export const capClauses: readonly Clause<MakeKeyRepository>[] = [
  ...Object.entries(changes).map(([verb, { prepare, made }]) =>
    clause(`${verb} with a cap is made if no more records count afterwards`, async (repository) => {
      await addTwoThatCount(repository);
      const { id, attempt } = await prepare(repository);
      assert.equal(await outcomeOf(attempt(upTo(3))), made);
      assert.equal((await recordOf(repository, id)).disabledAt, null);
    }),
  ),

  ...Object.entries(changes).map(([verb, { prepare, made }]) =>
    clause(
      `F13 ${verb} with a cap rejects with TooManyKeysError and writes nothing if more records would count`,
      async (repository) => {
        await addTwoThatCount(repository);
        const { id, attempt } = await prepare(repository);
        const before = await everything(repository, id);
        // At the cap; and beyond it, as when it was lowered.
        for (const max of [2, 1]) {
          await assertRefused(attempt(upTo(max)), upTo(max));
          assert.deepEqual(await everything(repository, id), before);
        }
        assert.equal(
          await outcomeOf(attempt(upTo(3))),
          made,
          'the change must be possible once there is room',
        );
      },
    ),
  ),

  clause(
    'F13 a cap counts a record unless it is revoked or expired at its instant, or its successor counts in its place',
    async (repository) => {
      const inAMillisecond: Partial<ApiKey> = { expiresAt: new Date(now.getTime() + 1) };
      const records = [
        ...Object.values(recordsIn).flat(),
        inAMillisecond,
        { ...disabled, ...inAMillisecond },
      ];
      const inGrace = records.filter(
        ({ rotatedAt, revokedAt, expiresAt }) => rotatedAt && !revokedAt && expiresAt && expiresAt > now,
      );
      const chains = [
        ...records.map((given) => [given]),
        ...inGrace.flatMap((given) => records.map((successor) => [given, successor])),
      ];
      for (const [index, [given, givenSuccessor]] of chains.entries()) {
        const owner = { kind: 'user', id: `owner ${index}` };
        const successor = givenSuccessor && (await add(repository, { ...givenSuccessor, owner })).key;
        const { key } = await add(repository, {
          ...given,
          owner,
          ...(successor && { successorId: successor.id }),
        });
        const counting = [
          countsTowardCap(key, { now, successor }),
          successor !== undefined && countsTowardCap(successor, { now, successor: undefined }),
        ].filter(Boolean).length;
        const { attempt } = await changes.insert.prepare(repository, owner);
        if (counting > 0) await assertRefused(attempt(upTo(counting, owner)), upTo(counting));
        assert.equal(
          await outcomeOf(attempt(upTo(counting + 1, owner))),
          true,
          `${counting} must count: ${JSON.stringify([given, givenSuccessor])}`,
        );
      }
    },
  ),

  clause('F13 a cap is for one owner, down to the kind and the code unit', async (repository) => {
    for (const owner of [ada, ...others]) {
      const [first, second] = [
        await changes.insert.prepare(repository, owner),
        await changes.insert.prepare(repository, owner),
      ];
      assert.equal(await outcomeOf(first.attempt(upTo(1, owner))), true);
      await assertRefused(second.attempt(upTo(1, owner)), upTo(1));
    }
  }),

  clause('F13 of several concurrent changes with a cap, exactly as many are made as fit', (repository) =>
    assertExactlyFit([repository]),
  ),

  clauseWith(
    'second',
    'F13 of concurrent changes with a cap by two repositories, exactly as many are made as fit',
    async (repository, { second }) => {
      const other = await second();
      try {
        await assertExactlyFit([repository, other.repository]);
      } finally {
        await other.dispose();
      }
    },
  ),

  clause('M07 a retry fits under a cap that its earlier attempt has reached', async (repository) => {
    const earlier = await attemptInsert(repository, { cap: upTo(1) });
    assert.deepEqual(await retried(repository, upTo(1)), ['inserted', earlier.id]);
  }),

  clause('M07 a retry that a cap refuses leaves the earlier attempt as it was', async (repository) => {
    await addTwoThatCount(repository);
    const earlier = await attemptInsert(repository);
    const before = await everything(repository, earlier.id);
    await assertRefused(attemptInsert(repository, { cap: upTo(2) }), upTo(2));
    assert.deepEqual(await everything(repository, earlier.id), before);
    assert.deepEqual(await retried(repository, undefined), ['inserted', earlier.id]);
  }),

  clause(
    "a change that can't be made returns the same with a cap, however many count",
    async (repository) => {
      await addTwoThatCount(repository);
      for (const { prepare } of added) {
        const { id, attempt } = await prepare(repository);
        await attempt(undefined);
        const outcome = await outcomeOf(attempt(upTo(1)));
        assert.ok(outcome === false || outcome === 'taken', `${id} can't be added twice`);
      }
      const used = await attemptInsert(repository);
      await repository.recordUses([{ keyId: used.id, at: now }]);
      assert.deepEqual(await retried(repository, upTo(1)), ['used']);
      const { attempt } = await changes.enable.prepare(repository);
      await attempt(undefined);
      assert.equal(await outcomeOf(attempt(upTo(1))), false);
    },
  ),
];

/** Makes changes on several repositories at the same time, and fails unless exactly three are made. */
async function assertExactlyFit(repositories: readonly KeyRepository[]): Promise<void> {
  const [first] = repositories;
  assert.ok(first !== undefined);
  await addTwoThatCount(first);
  const prepared = await Promise.all(
    [0, 1, 2].flatMap((round) =>
      added.flatMap(({ prepare }, index) => {
        const repository = repositories[(round + index) % repositories.length];
        return repository === undefined ? [] : [prepare(repository)];
      }),
    ),
  );
  const outcomes = await Promise.allSettled(prepared.map(({ attempt }) => attempt(upTo(5))));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3);
}
