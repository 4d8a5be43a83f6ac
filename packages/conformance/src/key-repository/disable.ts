import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { attemptOn, type Change } from './change.js';
import { clausesBesideRevocation } from './every-change.js';
import { leadsToBy, now } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf } from './subject.js';

export const disabling: Change = {
  verb: 'disable',
  told: 'disabled',
  before: {},
  leadsTo: leadsToBy('disable'),
  ask: (repository, { stored, entry: { at, actor, reason }, entry }) =>
    repository.disable({ keyId: stored.key.id, at, by: actor, reason }, entry),
  after: ({ stored, entry: { at, actor, reason } }) => ({
    ...stored,
    key: { ...stored.key, disabledAt: at, disabledBy: actor, reason },
  }),
};

/** What `disable` promises. */
export const disableClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesBesideRevocation(disabling),

  clause('disable keeps what kind of actor disabled', async (repository) => {
    for (const kind of ['user', 'key', 'system'] as const) {
      const stored = await add(repository);
      const attempt = attemptOn(disabling, stored, { actor: { kind, id: 'grace' } });
      await disabling.ask(repository, attempt);
      assert.deepEqual((await recordOf(repository, stored.key.id)).disabledBy, { kind, id: 'grace' });
    }
  }),

  clause('S06 disable judges expiry at its own instant, to the millisecond', async (repository) => {
    const expired = await add(repository, { expiresAt: now });
    assert.equal(await disabling.ask(repository, attemptOn(disabling, expired)), false);
    const before = attemptOn(disabling, expired, { at: new Date(now.getTime() - 1) });
    assert.equal(await disabling.ask(repository, before), true);
  }),
];
