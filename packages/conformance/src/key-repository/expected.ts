import assert from 'node:assert/strict';
import type { ApiKey } from '@postern/core';
import { buildAuditEntry } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { addChangeable, attemptOn, type Change } from './change.js';
import { disabling, takingOver } from './disable.js';
import { enabling } from './enable.js';
import { linus, now } from './records.js';
import { renaming } from './rename.js';
import { revoking } from './revoke.js';
import { rotating } from './rotate.js';
import { clause, type MakeKeyRepository, recordOf, snapshotOf, storedOf } from './subject.js';

/** What every verb with an expectation of the record promises. */
export const expectedClauses: readonly Clause<MakeKeyRepository>[] = [
  ...[revoking, disabling, takingOver, enabling, renaming, rotating].flatMap(expectationClauses),

  clause(
    'S04 of several concurrent renames that expect the same record, exactly one wins',
    async (repository) => {
      const { key } = await addChangeable(repository, renaming);
      const names = ['one', 'two', 'three', 'four'];
      const won = await Promise.all(
        names.map((name) =>
          repository.rename(
            { keyId: key.id, name, expected: key },
            buildAuditEntry(key, { action: 'renamed' }),
          ),
        ),
      );
      assert.deepEqual(won.filter(Boolean), [true]);
      assert.equal((await recordOf(repository, key.id)).name, names[won.indexOf(true)]);
    },
  ),
];

function expectationClauses(change: Change): readonly Clause<MakeKeyRepository>[] {
  return [
    clause(`if the record is as expected, ${change.verb} changes it`, async (repository) => {
      const { apply, after } = change;
      const stored = await addChangeable(repository, change);
      const attempt = { ...attemptOn(change, stored), expected: stored.key };
      assert.equal(await apply(repository, attempt), true);
      assert.deepEqual(await storedOf(repository, stored.key.id), after(attempt));
    }),

    clause(
      `S04 if the record is not as expected, ${change.verb} returns false and writes nothing`,
      async (repository) => {
        const stored = await addChangeable(repository, change);
        const before = await snapshotOf(repository, stored.key.id);
        for (const other of differencesFrom(stored.key)) {
          const attempt = { ...attemptOn(change, stored), expected: { ...stored.key, ...other } };
          assert.equal(await change.apply(repository, attempt), false, JSON.stringify(other));
          assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
          assert.equal(await storedOf(repository, attempt.successor.key.id), undefined);
        }
      },
    ),
  ];
}

/** Fields that differ from those of a record, however little. */
function differencesFrom({ name, expiresAt, disabledAt, disabledBy }: ApiKey): readonly Partial<ApiKey>[] {
  const later = (at: Date | null) => new Date((at ?? now).getTime() + 1);
  return [
    { name: `${name} ` },
    { name: name.toUpperCase() },
    { expiresAt: null },
    { expiresAt: later(expiresAt) },
    { rotatedAt: now },
    { disabledAt: disabledAt === null ? now : null },
    { disabledAt: later(disabledAt) },
    { disabledBy: disabledBy === null ? linus : null },
    { disabledBy: { kind: 'system', id: disabledBy?.id ?? 'linus' } },
    { disabledBy: { kind: 'user', id: 'Linus' } },
  ];
}
