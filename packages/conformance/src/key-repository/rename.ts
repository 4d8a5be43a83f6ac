import assert from 'node:assert/strict';
import { buildAuditEntry } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import type { Change } from './change.js';
import { clausesWithRevocation } from './every-change.js';
import { unchangedUnlessRevoked } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf } from './subject.js';

const name = 'Nightly build';

export const renaming: Change = {
  verb: 'rename',
  auditAction: 'renamed',
  before: {},
  leadsTo: unchangedUnlessRevoked,
  apply: (repository, { stored, entry, expected }) =>
    repository.rename({ keyId: stored.key.id, name, expected }, entry),
  after: ({ stored }) => ({ ...stored, key: { ...stored.key, name } }),
};

/** What `rename` promises. */
export const renameClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesWithRevocation(renaming),

  clause('rename compares names by code unit', async (repository) => {
    const { key } = await add(repository, { name: 'Zoë' });
    for (const other of ['zoë', 'ZOË', 'zoe\u0308', 'zoe\u0308 ', '__proto__']) {
      const entry = buildAuditEntry(key, { action: 'renamed' });
      assert.equal(await repository.rename({ keyId: key.id, name: other }, entry), true, other);
      assert.equal((await recordOf(repository, key.id)).name, other);
    }
  }),
];
