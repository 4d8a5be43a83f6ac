import type { KeyId } from '@postern/core';
import type { ExpressionBuilder } from 'kysely';
import type { Tables } from '../tables.js';
import { expectOffer, maxAttempts, notWritten, says, type Transaction } from './as-written.js';

/** How an offer ends, and when. */
export interface OfferEnd {
  readonly offerId: KeyId;
  readonly at: Date;
  readonly as: 'claimed_at' | 'withdrawn_at';
}

/** Marks an offer as ended where it is open, by one statement: of many at once, one wins. Says whether it was. */
export async function endOffer(transaction: Transaction, { offerId, at, as }: OfferEnd): Promise<boolean> {
  const { db } = transaction;
  const { writeInstant, instantIn } = transaction.dialect;
  const ended = { [as]: writeInstant(at) };
  const isOpen = (eb: ExpressionBuilder<Tables, 'offer'>) =>
    eb.and([
      says<'offer'>({ id: offerId, claimed_at: null, withdrawn_at: null })(eb),
      eb('expires_at', '>', writeInstant(at)),
      // Whichever clock says first that it is over is right. To withdraw it then does no harm.
      as === 'withdrawn_at'
        ? eb.lit(true)
        : eb.or([eb('open_until', 'is', null), /* S12 offer */ eb('open_until', '>', instantIn(0))]),
    ]);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { numUpdatedRows } = await db
      .updateTable('offer')
      .set(ended)
      .where(isOpen)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) {
      expectOffer(transaction, { id: offerId, ...ended });
      return true;
    }
    const left = await db.selectFrom('offer').select('id').where(isOpen).limit(1).execute();
    if (left.length === 0) return false;
  }
  throw notWritten();
}
