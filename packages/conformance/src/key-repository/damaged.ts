import assert from 'node:assert/strict';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { assertQuotesNothing } from './assert-quotes-nothing.js';
import {
  add,
  clause,
  failureOf,
  type KeyRepositorySubject,
  type MakeKeyRepository,
  recordOf,
  revoke,
  verifiedPart,
} from './subject.js';

/** What holds if the record of one key can't be understood. */
export const damagedClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'find returns a damaged record as unreadable, and the others as they are',
    async (repository, subject) => {
      const given = await withDamage(repository, subject);
      if (given === undefined) return;
      const { damaged, sound } = given;
      const found = await foundOf(repository, [damaged, sound]);
      assert.deepEqual(found?.get(damaged.key.id), { unreadable: true });
      const { key, hash } = sound;
      const other = found?.get(key.id);
      assert.ok(other !== undefined && 'hash' in other, 'find must return the other record');
      assert.deepEqual({ key: verifiedPart(other.key), hash: other.hash }, { key: verifiedPart(key), hash });
    },
  ),

  clause(
    'get rejects for a damaged record with ERR_RECORD_UNREADABLE, and quotes nothing of it',
    async (repository, subject) => {
      const given = await withDamage(repository, subject);
      if (given === undefined) return;
      const error = await failureOf(repository.get(given.damaged.key.id));
      assert.equal((error as { readonly code?: unknown } | undefined)?.code, 'ERR_RECORD_UNREADABLE');
      assertQuotesNothing(error, 'QUOTED');
    },
  ),

  clause(
    'reading a damaged record does not prevent others from being read and changed',
    async (repository, subject) => {
      const given = await withDamage(repository, subject);
      if (given === undefined) return;
      const { damaged, sound } = given;
      await failureOf(Promise.all([foundOf(repository, [damaged]), repository.get(damaged.key.id)]));
      assert.equal(
        await failureOf(revoke(repository, sound.key)),
        undefined,
        'revoke must revoke the other record',
      );
      assert.equal(
        await failureOf(repository.get(sound.key.id)),
        undefined,
        'get must return the other record',
      );
      const { revokedAt } = await recordOf(repository, sound.key.id);
      assert.ok(revokedAt !== null, 'revoke must revoke the other record');
    },
  ),
];

/** Adds two records of different owners, and damages one. Returns `undefined` if the subject can't damage records. */
async function withDamage(
  repository: KeyRepository,
  subject: KeyRepositorySubject,
): Promise<{ readonly damaged: StoredKey; readonly sound: StoredKey } | undefined> {
  if (subject.damage === undefined) return undefined;
  const damaged = await add(repository, { owner: { kind: 'user', id: 'QUOTED-owner' }, name: 'QUOTED-name' });
  const sound = await add(repository);
  await subject.damage(damaged.key.id);
  return { damaged, sound };
}

/** Returns what `find` returns. Fails if `find` rejects for all records because of one. */
async function foundOf(
  repository: KeyRepository,
  stored: readonly StoredKey[],
): Promise<Awaited<ReturnType<KeyRepository['find']>> | undefined> {
  try {
    return await repository.find(stored.map(({ key }) => key.id));
  } catch {
    assert.fail('find must not fail for all records because one is damaged');
  }
}
