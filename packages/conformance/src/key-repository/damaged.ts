import assert from 'node:assert/strict';
import type { KeyRepository, StoredKey } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { assertQuotesNothing } from './assert-quotes-nothing.js';
import type { SubjectHooks } from './hooks.js';
import {
  add,
  clauseWith,
  failureOf,
  type MakeKeyRepository,
  recordOf,
  revoke,
  verifiedPart,
} from './subject.js';

/** What holds if the record of one key can't be understood. */
export const damagedClauses: readonly Clause<MakeKeyRepository>[] = [
  clauseWith(
    'damage',
    'find returns a damaged record as unreadable, and the others as they are',
    async (repository, subject) => {
      const { damaged, sound } = await withDamage(repository, subject);
      const found = await foundOf(repository, [damaged, sound]);
      assert.deepEqual(found?.get(damaged.key.id), { unreadable: true });
      const { key, hash } = sound;
      const other = found?.get(key.id);
      assert.ok(other !== undefined && 'hash' in other, 'find must return the other record');
      assert.deepEqual({ key: verifiedPart(other.key), hash: other.hash }, { key: verifiedPart(key), hash });
    },
  ),

  clauseWith(
    'damage',
    'get rejects for a damaged record with ERR_RECORD_UNREADABLE, and quotes nothing of it',
    async (repository, subject) => {
      const { damaged } = await withDamage(repository, subject);
      const error = await failureOf(repository.get(damaged.key.id));
      assert.equal((error as { readonly code?: unknown } | undefined)?.code, 'ERR_RECORD_UNREADABLE');
      assertQuotesNothing(error, 'QUOTED');
    },
  ),

  clauseWith(
    'damage',
    'reading a damaged record does not prevent others from being read and changed',
    async (repository, subject) => {
      const { damaged, sound } = await withDamage(repository, subject);
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

/** Adds two records of different owners, and damages one. */
async function withDamage(
  repository: KeyRepository,
  subject: Required<Pick<SubjectHooks, 'damage'>>,
): Promise<{ readonly damaged: StoredKey; readonly sound: StoredKey }> {
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
