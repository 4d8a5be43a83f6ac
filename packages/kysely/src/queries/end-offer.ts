import type { KeyId } from '@postern/core';
import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Tables } from '../tables.js';

/** How an offer ends, and when. */
export interface OfferEnd {
  readonly offerId: KeyId;
  readonly at: Date;
  readonly as: 'claimed_at' | 'withdrawn_at';
}

/** Marks an offer as ended where it is open, by one statement: of many at once, one wins. Says whether it was. */
export async function endOffer(
  db: Kysely<Tables>,
  { offerId, at, as }: OfferEnd,
  { writeInstant, instantIn }: Dialect,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('offer')
    .set({ [as]: writeInstant(at) })
    .where('id', '=', offerId)
    .where('claimed_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', writeInstant(at))
    // Whichever clock says first that it is over is right.
    .where((eb) => eb.or([eb('open_until', 'is', null), eb('open_until', '>', instantIn(0))]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
