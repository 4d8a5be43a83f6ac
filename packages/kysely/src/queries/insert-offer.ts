import type { AuditEntry, OfferInsertion } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { offerRow } from '../offer-row.js';
import { expectOffer } from './as-written.js';
import { writeWithEntries } from './write-with-entries.js';

/** How many offers that ended long ago an insertion takes away: more than the one that it adds. */
const mostForgotten = 10;

/** Adds an offer, and takes some away that ended long ago. `false`: its ID is taken. */
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
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('offer')
      .values({ ...row, open_until: dialect.instantIn(openMs) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    const isInserted = numInsertedOrUpdatedRows === 1n;
    const { offered_at: _offered, expires_at: _expires, ...written } = row;
    expectOffer(transaction, isInserted ? written : { id: row.id });
    if (!isInserted) return false;
    await db
      .deleteFrom('offer')
      .where('expires_at', '<', over)
      .where('id', 'in', (eb) => {
        const oldest = eb.selectFrom('offer').select('id').where('expires_at', '<', over);
        const some = oldest.orderBy('expires_at').orderBy('id').limit(mostForgotten);
        return some.modifyEnd(dialect.rowLock);
      })
      .execute();
    return true;
  });
}
