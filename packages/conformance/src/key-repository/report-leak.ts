import assert from 'node:assert/strict';
import type { ActorReference, ApiKey, AuditEntry, KeyState, LeakResponse } from '@postern/core';
import type { KeyRepository, LeakEntries, LeakOutcome, LeakReport, StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { allStates, disabled, linus, now, otherActors, recordsIn } from './records.js';
import {
  add,
  clause,
  clauseWith,
  type MakeKeyRepository,
  recordOf,
  revoke,
  type Snapshot,
  snapshotOf,
} from './subject.js';

const reporter: ActorReference = { kind: 'system', id: 'leak-report' };
const dayMs = 24 * 60 * 60 * 1_000;
const ms = (count: number) => new Date(now.getTime() + count);

/** The states in which each response changes a record. */
const changes: { readonly [Response in LeakResponse]: readonly KeyState[] } = {
  revoke: ['live', 'rotated', 'disabled', 'expired'],
  disable: ['live', 'rotated', 'disabled'],
  notify: [],
};
const responses = Object.keys(changes) as LeakResponse[];

/** One report of the token of a record, with its audit entries. */
export interface Report {
  readonly stored: StoredKey;
  readonly report: LeakReport;
  readonly entries: LeakEntries;
}

/** Creates a report. Others of the same key are known for a day. */
export function reportOf(
  stored: StoredKey,
  response: LeakResponse = 'revoke',
  given: Partial<LeakReport & { readonly ids: Partial<Record<keyof LeakEntries, string>> }> = {},
): Report {
  const { ids = {}, ...others } = given;
  const { at = now, by = reporter } = others;
  const knownSince = new Date(at.getTime() - dayMs);
  const report = { keyId: stored.key.id, at, response, by, reason: 'leaked', knownSince, ...others };
  const entry = (action: AuditEntry['action'], id: string | undefined) => {
    const { reason } = report;
    return buildAuditEntry(stored.key, {
      action,
      at,
      actor: by,
      reason,
      ...(id === undefined ? {} : { id }),
    });
  };
  const ended = response === 'revoke' ? 'revoked' : 'disabled';
  return {
    stored,
    report,
    entries: {
      reported: entry('leak_reported', ids.reported),
      changed: response === 'notify' ? null : entry(ended, ids.changed),
    },
  };
}

export function sendReport(repository: KeyRepository, { report, entries }: Report): Promise<LeakOutcome> {
  return repository.reportLeak(report, entries);
}

/** The record after a report that ended it. */
export function endedBy({ stored, report: { at, by, reason, response } }: Report): StoredKey {
  const ending: Partial<ApiKey> =
    response === 'revoke' ? { revokedAt: at, reason } : { disabledAt: at, disabledBy: by, reason };
  return { ...stored, key: { ...stored.key, ...ending } };
}

/** What `reportLeak` promises. */
export const reportLeakClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'reportLeak records a leak in every state, and ends the record as the response says',
    async (repository) => {
      for (const response of responses)
        for (const state of allStates)
          for (const given of recordsIn[state]) {
            const stored = await add(repository, { lastUsedAt: now, ...given });
            const report = reportOf(stored, response, { at: ms(123) });
            const changed = changes[response].includes(state);
            await assertReport(repository, report, { changed });
          }
    },
  ),

  clause('reportLeak takes over a disabling by any actor but its own', async (repository) => {
    for (const by of otherActors) {
      const report = reportOf(await add(repository, disabled), 'disable', { by });
      await assertReport(repository, report, { changed: true });
    }
    const own = reportOf(await add(repository, disabled), 'disable', { by: linus });
    await assertReport(repository, own, { changed: false });
  }),

  clause('S06 reportLeak judges expiry at its own instant, to the millisecond', async (repository) => {
    const [expired, expiring] = [
      await add(repository, { expiresAt: now }),
      await add(repository, { expiresAt: ms(1) }),
    ];
    await assertReport(repository, reportOf(expired, 'disable'), { changed: false });
    await assertReport(repository, reportOf(expiring, 'disable'), { changed: true });
  }),

  clause(
    'F13 reportLeak adds one leak_reported entry while a report is known, to the millisecond',
    async (repository) => {
      const stored = await add(repository);
      await sendReport(repository, reportOf(stored, 'notify'));
      await sendReport(repository, reportOf(await add(repository), 'notify', { at: ms(1) }));
      const before = await snapshotOf(repository, stored.key.id);
      const known = reportOf(stored, 'notify', { at: ms(2), knownSince: now });
      assert.deepEqual(await sendReport(repository, known), { recorded: false, changed: false });
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
      await assertReport(repository, reportOf(stored, 'notify', { at: ms(2), knownSince: ms(1) }), {
        changed: false,
      });
    },
  ),

  clause(
    'F13 reportLeak finds the latest report, whatever was reported before and done since',
    async (repository) => {
      const stored = await add(repository);
      for (const at of [ms(0), ms(10), ms(5)])
        await sendReport(repository, reportOf(stored, 'notify', { at, knownSince: at }));
      for (const [count, name] of ['one', 'another', 'a third'].entries())
        await repository.rename(
          { keyId: stored.key.id, name },
          buildAuditEntry(stored.key, { action: 'renamed', at: ms(11 + count) }),
        );
      const before = await snapshotOf(repository, stored.key.id);
      // The clock of the process that reported it may be ahead.
      for (const at of [ms(20), ms(9)]) {
        const again = reportOf(stored, 'notify', { at, knownSince: ms(8) });
        assert.deepEqual(await sendReport(repository, again), { recorded: false, changed: false });
      }
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
    },
  ),

  clause('reportLeak takes only leak_reported entries for reports', async (repository) => {
    const stored = await add(repository, { createdAt: now });
    await repository.rename(
      { keyId: stored.key.id, name: 'other' },
      buildAuditEntry(stored.key, { action: 'renamed', at: now }),
    );
    const renamed = { ...stored, key: { ...stored.key, name: 'other' } };
    await assertReport(repository, reportOf(renamed, 'notify', { at: ms(1) }), { changed: false });
  }),

  clause('reportLeak ends a record whose leak is known already', async (repository) => {
    for (const response of ['revoke', 'disable'] as const) {
      const stored = await add(repository);
      await sendReport(repository, reportOf(stored, 'notify'));
      const { entries } = await snapshotOf(repository, stored.key.id);
      const again = reportOf(stored, response, { at: ms(1) });
      assert.deepEqual(await sendReport(repository, again), { recorded: false, changed: true });
      assert.deepEqual(await snapshotOf(repository, stored.key.id), {
        stored: endedBy(again),
        entries: [again.entries.changed, ...entries],
      });
    }
  }),

  clause('S04 reportLeak changes nothing the second time', async (repository) => {
    for (const response of ['revoke', 'disable'] as const) {
      const stored = await add(repository);
      await sendReport(repository, reportOf(stored, response));
      const before = await snapshotOf(repository, stored.key.id);
      const again = reportOf(stored, response, { at: ms(1), reason: 'leaked again' });
      assert.deepEqual(await sendReport(repository, again), { recorded: false, changed: false });
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
    }
  }),

  clause('reportLeak leaves the other records alone', async (repository) => {
    const { key: successor } = await add(repository);
    const { key: bystander } = await add(repository);
    const stored = await add(repository, { rotatedAt: now, expiresAt: ms(1), successorId: successor.id });
    const { key: predecessor } = await add(repository, { rotatedAt: now, successorId: stored.key.id });
    const others = [bystander, successor, predecessor];
    const all = () => Promise.all(others.map(({ id }) => snapshotOf(repository, id)));
    const before = await all();
    await sendReport(repository, reportOf(stored));
    assert.deepEqual(await all(), before);
  }),

  clause('reportLeak writes nothing if there is no record', async (repository) => {
    for (const response of responses) {
      const report = reportOf(buildStoredKey(), response);
      assert.deepEqual(await sendReport(repository, report), { recorded: false, changed: false });
      assert.deepEqual(await snapshotOf(repository, report.stored.key.id), {
        stored: undefined,
        entries: [],
      });
    }
  }),

  clause('F13 of ten reports of one key at the same time, one writes', (repository) =>
    assertOneWrites(repository, () => repository),
  ),

  clauseWith(
    'second',
    'F13 of ten reports of one key through two connections at the same time, one writes',
    async (repository, subject) => {
      const second = await subject.second();
      try {
        await assertOneWrites(repository, (index) => (index % 2 === 0 ? repository : second.repository));
      } finally {
        await second.dispose();
      }
    },
  ),

  clause('S04 a concurrent reportLeak does not undo a revocation', async (repository) => {
    const [one, other] = [await add(repository), await add(repository)];
    const [, first, second] = await Promise.all([
      sendReport(repository, reportOf(one, 'disable')),
      revoke(repository, one.key),
      revoke(repository, other.key),
      sendReport(repository, reportOf(other, 'disable')),
    ]);
    for (const { changed, entry } of [first, second]) {
      assert.equal(changed, true);
      const { revokedAt, reason } = await recordOf(repository, entry.keyId);
      assert.deepEqual({ revokedAt, reason }, { revokedAt: entry.at, reason: entry.reason });
    }
  }),
];

/** Checks that a report is recorded, and that it ends the record, or doesn't. */
async function assertReport(
  repository: KeyRepository,
  report: Report,
  { changed }: { readonly changed: boolean },
): Promise<void> {
  const { id } = report.stored.key;
  const what = JSON.stringify([report.report.response, report.stored.key]);
  const { entries } = await snapshotOf(repository, id);
  assert.deepEqual(await sendReport(repository, report), { recorded: true, changed }, what);
  assert.deepEqual(await inOneOrder(repository, report), afterReport(report, entries, changed), what);
}

function afterReport(report: Report, earlier: readonly AuditEntry[], changed: boolean): Snapshot {
  const { reported, changed: change } = report.entries;
  const added = changed && change !== null ? [change, reported] : [reported];
  const entries = [...added, ...earlier].toSorted(byId);
  return { stored: changed ? endedBy(report) : report.stored, entries };
}

/** What is stored of a key. The order of entries of one instant is the subject of other clauses. */
async function inOneOrder(repository: KeyRepository, { stored }: Report): Promise<Snapshot> {
  const snapshot = await snapshotOf(repository, stored.key.id);
  return { ...snapshot, entries: snapshot.entries.toSorted(byId) };
}

const byId = (one: AuditEntry, other: AuditEntry) => (one.id < other.id ? -1 : 1);

/** Reports one key ten times at the same time, and checks that one of the reports wrote everything. */
async function assertOneWrites(
  repository: KeyRepository,
  through: (index: number) => KeyRepository,
): Promise<void> {
  for (const response of responses) {
    const stored = await add(repository);
    const { entries } = await snapshotOf(repository, stored.key.id);
    const reports = Array.from({ length: 10 }, (_, index) =>
      reportOf(stored, response, { reason: `report ${index}` }),
    );
    const outcomes = await Promise.all(reports.map((report, index) => sendReport(through(index), report)));
    const changed = response !== 'notify';
    const writer = outcomes.findIndex(({ recorded }) => recorded);
    const expected = reports.map((_, index) => ({
      recorded: index === writer,
      changed: changed && index === writer,
    }));
    assert.deepEqual(outcomes, expected);
    const winner = reports[writer];
    assert.ok(winner !== undefined);
    assert.deepEqual(await inOneOrder(repository, winner), afterReport(winner, entries, changed));
  }
}
