import assert from 'node:assert/strict';
import type { EncodedHash } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { attemptOn, type Change } from './change.js';
import { clausesWithRevocation } from './every-change.js';
import { unchangedUnlessRevoked } from './records.js';
import { rotating } from './rotate.js';
import { add, clause, type MakeKeyRepository, snapshotOf, storedOf } from './subject.js';

export const rehashing: Change = {
  verb: 'rehash',
  auditAction: 'rehashed',
  before: {},
  leadsTo: unchangedUnlessRevoked,
  apply: (repository, { stored, entry, successor }) =>
    repository.rehash({ keyId: stored.key.id, from: stored.hash, to: successor.hash }, entry),
  after: ({ stored, successor }) => ({ ...stored, hash: successor.hash }),
};

/** What `rehash` promises. */
export const rehashClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesWithRevocation(rehashing),

  clause('S05 rehash replaces the hash that it names, and no other', async (repository) => {
    const stored = await add(repository);
    const before = await snapshotOf(repository, stored.key.id);
    const upper = stored.hash.toUpperCase();
    for (const from of [upper, `${stored.hash} `, stored.hash.slice(0, -1)]) {
      const outdated = { ...stored, hash: from as EncodedHash };
      assert.equal(await rehashing.apply(repository, attemptOn(rehashing, outdated)), false, from);
    }
    assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
  }),

  clause(
    'S05 a record that is rehashed and rotated concurrently ends up rotated, with either hash',
    async (repository) => {
      const stored = await add(repository);
      const [rehash, rotation] = [attemptOn(rehashing, stored), attemptOn(rotating, stored)];
      const [isRehashed, isRotated] = await Promise.all([
        rehashing.apply(repository, rehash),
        rotating.apply(repository, rotation),
      ]);
      assert.equal(isRotated, true);
      const { key } = rotating.after(rotation);
      const hash = isRehashed ? rehash.successor.hash : stored.hash;
      assert.deepEqual(await storedOf(repository, key.id), { key, hash });
    },
  ),
];
