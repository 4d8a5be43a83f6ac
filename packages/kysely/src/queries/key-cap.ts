import { TooManyKeysError } from '@postern/core';
import type { IdempotentOutcome, KeyCap } from '@postern/core/ports';
import type { ExpressionBuilder } from 'kysely';
import type { Instant, Tables } from '../tables.js';
import type { Transaction } from './checked-write.js';
import { isUnexpired } from './in-state.js';

/**
 * Makes a change and then counts, under a lock on the owner, so that each change with a cap sees those before it. The
 * lock comes before any lock on a row: a transaction that waits for it holds nothing that others wait for. Without a
 * cap, this only makes the change.
 *
 * @throws {TooManyKeysError} if the change was made, but leaves too many: the transaction must be rolled back.
 */
export async function withinCap<Outcome extends boolean | IdempotentOutcome>(
  transaction: Transaction,
  cap: KeyCap | undefined,
  change: () => Promise<Outcome>,
): Promise<Outcome> {
  if (cap === undefined) return change();
  // F13 lock
  await transaction.dialect.lockOwner(transaction.db, cap.owner);
  const outcome = await change();
  const isMade = outcome === true || outcome === 'inserted';
  // F13 count
  if (isMade && (await isExceeded(transaction, cap))) throw new TooManyKeysError(cap.max);
  return outcome;
}

/**
 * Checks whether an owner has more than `max` records that count, as `countsTowardCap` of `@postern/core` does. The
 * contract checks that they agree. However many records the owner has, this reads an index only until one record too
 * many is found; the keys in their grace that it passes over are no more than their successors. For that, the two
 * conditions on the expiry are two searches, each of which is one range of the index.
 */
async function isExceeded({ db, dialect }: Transaction, { owner, max, now: at }: KeyCap): Promise<boolean> {
  const now = dialect.writeInstant(at);
  const counted = (eb: ExpressionBuilder<Tables, never>) =>
    eb
      .selectFrom('key')
      .select('id')
      .where('owner_kind', '=', owner.kind)
      .where('owner_id', '=', owner.id)
      .where('revoked_at', 'is', null)
      .where((record) =>
        record.or([
          record('rotated_at', 'is', null),
          // Not `not exists`: PostgreSQL may answer that with a scan of all keys.
          record(successorThatCounts(record, now), 'is', null),
        ]),
      );
  const beyond = await db
    .selectFrom((eb) =>
      counted(eb)
        .where('expires_at', 'is', null)
        .unionAll(counted(eb).where('expires_at', '>', now))
        .as('counted'),
    )
    .select('id')
    .limit(1)
    .offset(max)
    .execute();
  return beyond.length > 0;
}

/** The successor of a record, unless it has ended. Names of columns without a table are those of the successor. */
function successorThatCounts(eb: ExpressionBuilder<Tables, 'key'>, now: Instant) {
  return eb
    .selectFrom('key as successor')
    .select('id')
    .whereRef('id', '=', 'key.successor_id')
    .where('revoked_at', 'is', null)
    .where('rotated_at', 'is', null)
    .where((successor) => isUnexpired(successor, now));
}
