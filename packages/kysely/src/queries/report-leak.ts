import type { KeyId } from '@postern/core';
import type { LeakEntries, LeakOutcome, LeakReport } from '@postern/core/ports';
import type { KeyDatabase } from '../key-database.js';
import { type KeyUpdate, updateKey } from './change-key.js';
import { insertEntries, retryWhileUnchanged, type Transaction, writeChecked } from './checked-write.js';
import { isAccepted, isDisabledByAnother } from './in-state.js';

/**
 * Records that the token of a key leaked, and revokes or disables the key. Reports of one key take turns at its record.
 * No other record is locked, so this never deadlocks with what locks several.
 */
export function reportLeak(
  database: KeyDatabase,
  report: LeakReport,
  entries: LeakEntries,
): Promise<LeakOutcome> {
  return writeChecked(database, async (transaction) => {
    if (!(await lockKey(transaction, report.keyId))) return { recorded: false, changed: false };
    const recorded = /* F13 report */ !(await isKnown(transaction, report));
    const ending = endingOf(transaction, report);
    const changed =
      entries.changed !== null && ending !== undefined && (await updateKey(transaction, ending));
    await insertEntries(transaction, [
      ...(changed && entries.changed !== null ? [entries.changed] : []),
      ...(recorded ? [entries.reported] : []),
    ]);
    return { recorded, changed };
  });
}

/**
 * Locks a record until the transaction ends. Resolves to whether there is one: row-level security may hide it from a
 * search with a lock, and show it to others.
 */
async function lockKey({ db, dialect }: Transaction, keyId: KeyId): Promise<boolean> {
  const search = db.selectFrom('key').select('id').where('id', '=', keyId);
  const count = await retryWhileUnchanged({
    change: async () => (await search.modifyEnd(dialect.rowLock).execute()).length,
    findLeft: () => search.execute(),
  });
  return count > 0;
}

/** Whether the leak was reported before. The search starts after the lock, so it finds what others have committed. */
async function isKnown(
  { db, dialect }: Transaction,
  { keyId, knownSince }: Pick<LeakReport, 'keyId' | 'knownSince'>,
): Promise<boolean> {
  const known = await db
    .selectFrom('audit')
    .select('id')
    .where('key_id', '=', keyId)
    .where('at', '>=', dialect.writeInstant(knownSince))
    .where('action', '=', 'leak_reported')
    .limit(1)
    .execute();
  return known.length > 0;
}

/** `changesAfterLeak` of `@postern/core`, as a change to a row. The contract checks that they agree. */
function endingOf(
  { dialect }: Transaction,
  { keyId, response, at, by, reason }: LeakReport,
): KeyUpdate | undefined {
  const now = dialect.writeInstant(at);
  switch (response) {
    case 'notify':
      return undefined;
    case 'revoke':
      return { keyId, expected: undefined, set: { revoked_at: now, reason } };
    case 'disable':
      return {
        keyId,
        expected: undefined,
        set: { disabled_at: now, disabled_by_kind: by.kind, disabled_by_id: by.id, reason },
        where: (eb) => eb.or([isAccepted(eb, now), isDisabledByAnother(eb, by)]),
      };
  }
}
