import { TooManyKeysError } from '@postern/core';
import type { IdempotentOutcome, KeyCap } from '@postern/core/ports';
import type { ExpressionBuilder } from 'kysely';
import type { Tables } from '../tables.js';
import type { Transaction } from './checked-write.js';

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
 * contract checks that they agree. However many records the owner has, this reads at most `max + 1` entries of an
 * index: the two conditions on the expiry are two searches, and each is one range of the index.
 */
async function isExceeded({ db, dialect }: Transaction, { owner, max, now }: KeyCap): Promise<boolean> {
  const counted = (eb: ExpressionBuilder<Tables, never>) =>
    eb
      .selectFrom('key')
      .select('id')
      .where('owner_kind', '=', owner.kind)
      .where('owner_id', '=', owner.id)
      .where('revoked_at', 'is', null)
      .where('rotated_at', 'is', null);
  const beyond = await db
    .selectFrom((eb) =>
      counted(eb)
        .where('expires_at', 'is', null)
        .unionAll(counted(eb).where('expires_at', '>', dialect.writeInstant(now)))
        .as('counted'),
    )
    .select('id')
    .limit(1)
    .offset(max)
    .execute();
  return beyond.length > 0;
}
