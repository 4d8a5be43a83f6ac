import type { AuditEntry, KeyId, KeyOffer } from '@postern/core';
import type { EntryOfKey, OfferClaim, OfferInsertion, OfferWithdrawal } from '@postern/core/ports';
import type { KeyDatabase } from '../key-database.js';
import { offerRow, readOffer } from '../offer-row.js';
import {
  type Condition,
  expectOffer,
  hasValues,
  retryWhileUnchanged,
  type Transaction,
  writeWithEntries,
} from './checked-write.js';
import { insertKey } from './insert-key.js';
import { withinCap } from './key-cap.js';
import { replaceKey } from './rotate-key.js';

/**
 * Marks an offer as claimed if it is open, and inserts or rotates what it offers. The offer comes first, so that
 * another claim waits at its row. If the key can't be inserted or rotated, the same transaction opens the offer again,
 * so no one else ever sees it claimed.
 */
export function claimOffer(
  database: KeyDatabase,
  { offerId, at, change, cap }: OfferClaim,
  entries: readonly AuditEntry[],
  entryOf: EntryOfKey,
): Promise<boolean> {
  return writeWithEntries(database, entries, (transaction) =>
    withinCap(transaction, cap, async () => {
      if (!(await endOffer(transaction, { offerId, at, as: 'claimed_at' }))) return false;
      const done =
        'insert' in change
          ? await insertKey(transaction, change.insert)
          : await replaceKey(transaction, change.rotate, entryOf);
      if (done) return true;
      await transaction.db.updateTable('offer').set({ claimed_at: null }).where('id', '=', offerId).execute();
      expectOffer(transaction, { id: offerId, claimed_at: null });
      return false;
    }),
  );
}

/** How an offer ends, and when. */
interface OfferEnd {
  readonly offerId: KeyId;
  readonly at: Date;
  readonly as: 'claimed_at' | 'withdrawn_at';
}

/**
 * Marks an offer as ended if it is open, by one statement: of several concurrent calls, one wins. Resolves to whether
 * it did.
 */
async function endOffer(transaction: Transaction, { offerId, at, as }: OfferEnd): Promise<boolean> {
  const { db } = transaction;
  const { writeInstant, instantIn } = transaction.dialect;
  const ended = { [as]: writeInstant(at) };
  const isOpen: Condition<'offer'> = (eb) =>
    eb.and([
      hasValues<'offer'>({ id: offerId, claimed_at: null, withdrawn_at: null })(eb),
      eb('expires_at', '>', writeInstant(at)),
      // It has expired as soon as either clock says so. Withdrawing it after that does no harm.
      as === 'withdrawn_at'
        ? eb.lit(true)
        : eb.or([eb('open_until', 'is', null), /* S12 offer */ eb('open_until', '>', instantIn(0))]),
    ]);
  const count = await retryWhileUnchanged({
    async change() {
      const update = db.updateTable('offer').set(ended).where(isOpen);
      return (await update.executeTakeFirstOrThrow()).numUpdatedRows;
    },
    findLeft: () => db.selectFrom('offer').select('id').where(isOpen).limit(1).execute(),
  });
  if (count === 0) return false;
  expectOffer(transaction, { id: offerId, ...ended });
  return true;
}

/** Marks an offer as withdrawn if it is open. */
export function withdrawOffer(
  database: KeyDatabase,
  withdrawal: OfferWithdrawal,
  entry: AuditEntry,
): Promise<boolean> {
  return writeWithEntries(database, [entry], (transaction) =>
    endOffer(transaction, { ...withdrawal, as: 'withdrawn_at' }),
  );
}

export async function getOffer(
  { dialect, read }: KeyDatabase,
  offerId: KeyId,
): Promise<KeyOffer | undefined> {
  const offer = await read((db) =>
    db.selectFrom('offer').selectAll().where('id', '=', offerId).executeTakeFirst(),
  );
  return offer && readOffer(offer, dialect);
}

/** How many offers that ended long ago an insertion deletes: more than the one that it adds. */
const maxForgotten = 10;

/** Adds an offer, and deletes some that ended long ago. `false`: its ID is taken. */
export function insertOffer(
  database: KeyDatabase,
  { offer, forgetBefore }: OfferInsertion,
  entry: AuditEntry,
): Promise<boolean> {
  const { dialect } = database;
  const over = dialect.writeInstant(forgetBefore);
  const openMs = offer.expiresAt.getTime() - offer.offeredAt.getTime();
  return writeWithEntries(database, [entry], async (transaction) => {
    const { db } = transaction;
    const row = offerRow(offer, dialect);
    const isInserted = await dialect.insertIfAbsent(db, 'offer', {
      ...row,
      open_until: dialect.instantIn(openMs),
    });
    const { offered_at: _offered, expires_at: _expires, ...written } = row;
    expectOffer(transaction, isInserted ? written : { id: row.id });
    if (!isInserted) return false;
    await db
      .deleteFrom('offer')
      .where('expires_at', '<', over)
      .where('id', 'in', (eb) => {
        const oldest = eb.selectFrom('offer').select('id').where('expires_at', '<', over);
        const some = oldest.orderBy('expires_at').orderBy('id').limit(maxForgotten);
        return dialect.subquery(some.modifyEnd(dialect.rowLock));
      })
      .execute();
    return true;
  });
}
