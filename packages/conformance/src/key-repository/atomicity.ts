import assert from 'node:assert/strict';
import type { ApiKey, AuditEntry } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { assertQuotesNothing } from './assert-quotes-nothing.js';
import { addChangeable, attemptOn, type Change } from './change.js';
import { disabling, takingOver } from './disable.js';
import { enabling } from './enable.js';
import { attemptInsert } from './insert-idempotent.js';
import { noPredecessor, predecessorReason } from './predecessors.js';
import { purge } from './purge.js';
import { now } from './records.js';
import { rehashing } from './rehash.js';
import { renaming } from './rename.js';
import { reportOf, sendReport } from './report-leak.js';
import { revoking } from './revoke.js';
import { revokeAll } from './revoke-all.js';
import { rotating } from './rotate.js';
import {
  add,
  clause,
  failureOf,
  historyOf,
  type MakeKeyRepository,
  recordOf,
  snapshotOf,
  storedOf,
} from './subject.js';

const changes: readonly Change[] = [revoking, disabling, takingOver, enabling, renaming, rotating, rehashing];

/**
 * What holds if a change fails halfway. An audit entry whose ID is taken is the only failure that can be provoked in
 * every storage. A storage that accepts such an entry must make the change as well.
 */
export const atomicityClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('insert leaves no record if its audit entry fails', async (repository) => {
    const taken = await takenEntry(repository);
    const stored = buildStoredKey();
    const failed = await failureOf(repository.insert(stored, buildAuditEntry(stored.key, { id: taken.id })));
    const { stored: found, entries } = await snapshotOf(repository, stored.key.id);
    assert.deepEqual([found !== undefined, entries.length], failed === undefined ? [true, 1] : [false, 0]);
  }),

  clause('insertIdempotent changes nothing if an audit entry fails', async (repository) => {
    const taken = await takenEntry(repository);
    const { id } = await attemptInsert(repository);
    const before = await snapshotOf(repository, id);
    for (const failing of [{ entryId: taken.id }, { entryIdOfEarlier: taken.id }]) {
      const stored = buildStoredKey();
      const failed = await failureOf(attemptInsert(repository, { given: { id: stored.key.id }, ...failing }));
      // If the storage accepts such an entry, nothing failed, so there is nothing to undo.
      if (failed === undefined) return;
      assert.deepEqual(await snapshotOf(repository, id), before);
      assert.deepEqual(await snapshotOf(repository, stored.key.id), { stored: undefined, entries: [] });
    }
    assert.deepEqual(
      (await attemptInsert(repository)).revoked.map((key) => key.id),
      [id],
    );
  }),

  ...changes.map((change) =>
    clause(`${change.verb} leaves the record unchanged if its audit entry fails`, async (repository) => {
      const taken = await takenEntry(repository);
      const stored = await addChangeable(repository, change);
      const before = await snapshotOf(repository, stored.key.id);
      const attempt = attemptOn(change, stored, { id: taken.id });
      const failed = await failureOf(change.apply(repository, attempt));
      const written = { stored: change.after(attempt), entries: [attempt.entry, ...before.entries] };
      assert.deepEqual(await snapshotOf(repository, stored.key.id), failed === undefined ? written : before);
    }),
  ),

  clause('reportLeak writes nothing if one of its audit entries fails', async (repository) => {
    const taken = await takenEntry(repository);
    for (const failing of [{ reported: taken.id }, { changed: taken.id }]) {
      const report = reportOf(await add(repository), 'revoke', { ids: failing });
      const { id } = report.stored.key;
      const before = await snapshotOf(repository, id);
      // If the storage accepts such an entry, nothing failed, so there is nothing to undo.
      if ((await failureOf(sendReport(repository, report))) === undefined) return;
      assert.deepEqual(await snapshotOf(repository, id), before);
    }
  }),

  clause("rotate leaves both records unchanged if the successor's audit entry fails", async (repository) => {
    const taken = await takenEntry(repository);
    const attempt = attemptOn(rotating, await add(repository));
    const { stored, entry, successor } = attempt;
    const before = await snapshotOf(repository, stored.key.id);
    const rotation = { keyId: stored.key.id, at: now, graceEndsAt: null, successor, predecessorReason };
    const issued = buildAuditEntry(successor.key, { id: taken.id });
    if ((await failureOf(repository.rotate(rotation, [entry, issued], noPredecessor))) === undefined) return;
    assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
    assert.deepEqual(await snapshotOf(repository, successor.key.id), { stored: undefined, entries: [] });
  }),

  clause('revokeAll revokes all or none if one audit entry fails', async (repository) => {
    const other = { kind: 'team', id: 'platform' };
    const taken = await takenEntry(repository, { owner: other });
    const keys = [(await add(repository)).key, (await add(repository)).key, (await add(repository)).key];
    let requested = 0;
    const isSecond = () => (++requested % 2 === 0 ? { id: taken.id } : {});
    const failed = await failureOf(revokeAll(repository, {}, isSecond));
    for (const { id } of keys) {
      assert.equal((await recordOf(repository, id)).revokedAt !== null, failed === undefined);
      const entries = (await historyOf(repository, id)).filter(({ action }) => action === 'revoked');
      assert.equal(entries.length, failed === undefined ? 1 : 0);
    }
  }),

  clause('purge removes all or none if one audit entry fails', async (repository) => {
    const taken = await takenEntry(repository);
    const revokedAt = new Date(now.getTime() - 1);
    const keys = [(await add(repository, { revokedAt })).key, (await add(repository, { revokedAt })).key];
    let requested = 0;
    const failed = await failureOf(
      purge(repository, {}, ({ id, owner }) => {
        requested += 1;
        const second = requested % 2 === 0 ? { id: taken.id } : {};
        return buildAuditEntry(buildKey({ id, owner }), { action: 'purged', at: now, ...second });
      }),
    );
    for (const { id } of keys) {
      const { stored: found, entries } = await snapshotOf(repository, id);
      const purged = entries.filter(({ action }) => action === 'purged').length;
      assert.deepEqual([found === undefined, purged], failed === undefined ? [true, 1] : [false, 0]);
    }
  }),

  clause('after a failed change, the next one is written', async (repository) => {
    const taken = await takenEntry(repository);
    const failing = buildStoredKey();
    await failureOf(repository.insert(failing, buildAuditEntry(failing.key, { id: taken.id })));
    const next = await add(repository);
    assert.deepEqual(await storedOf(repository, next.key.id), next);
  }),

  clause('P07 the error of a failed change quotes neither the change nor a statement', async (repository) => {
    const taken = await takenEntry(repository);
    const key = buildKey({ name: 'QUOTED-name', owner: { kind: 'user', id: 'QUOTED-owner' } });
    const stored = buildStoredKey({ key, hash: '$QUOTED-hash' });
    const attempts: (() => Promise<unknown>)[] = [];
    for (const change of changes) {
      const existing = await add(repository, { ...change.before, owner: key.owner, name: key.name });
      const attempt = attemptOn(change, existing, { id: taken.id, mark: 'QUOTED-mark' });
      attempts.push(() => change.apply(repository, attempt));
    }
    const failures = [await failureOf(repository.insert(stored, buildAuditEntry(key, { id: taken.id })))];
    for (const attempt of attempts) failures.push(await failureOf(attempt()));
    for (const failure of failures) assertQuotesNothing(failure, 'QUOTED');
  }),
];

/** Adds a record, and returns its audit entry, whose ID is then taken. */
async function takenEntry(repository: KeyRepository, given: Partial<ApiKey> = {}): Promise<AuditEntry> {
  const stored = buildStoredKey({ key: buildKey(given) });
  const entry = buildAuditEntry(stored.key);
  await repository.insert(stored, entry);
  return entry;
}
