import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import type { Change } from './change.js';
import { clausesOfChange } from './every-change.js';
import { disabled, transitionsOf } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf, revoke } from './subject.js';

export const revoking: Change = {
  verb: 'revoke',
  auditAction: 'revoked',
  before: {},
  leadsTo: transitionsOf('revoke'),
  apply: (repository, { stored, entry, expected }) =>
    repository.revoke({ keyId: stored.key.id, at: entry.at, reason: entry.reason, expected }, entry),
  after: ({ stored, entry }) => ({
    ...stored,
    key: { ...stored.key, revokedAt: entry.at, reason: entry.reason },
  }),
};

/** What `revoke` promises. */
export const revokeClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesOfChange(revoking),

  clause('revoke without a reason removes an earlier one', async (repository) => {
    const { key } = await add(repository, disabled);
    await revoke(repository, key, { reason: null });
    assert.equal((await recordOf(repository, key.id)).reason, null);
  }),
];
