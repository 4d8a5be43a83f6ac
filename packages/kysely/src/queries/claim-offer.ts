import type { AuditEntry, OfferClaim } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { expectOffer } from './as-written.js';
import { endOffer } from './end-offer.js';
import { insertKey } from './insert-key.js';
import { replaceKey } from './rotate-key.js';
import { writeWithEntries } from './write-with-entries.js';

/**
 * Marks an offer as claimed, where it is open, and does what was offered. The offer goes first: who else claims it waits at
 * its row. What was marked for nothing is open again by the same transaction, so that nobody ever sees it.
 */
export function claimOffer(
  database: KeyDatabase,
  { offerId, at, change }: OfferClaim,
  entries: readonly AuditEntry[],
): Promise<boolean> {
  return writeWithEntries(database, entries, async (transaction) => {
    if (!(await endOffer(transaction, { offerId, at, as: 'claimed_at' }))) return false;
    const done =
      'insert' in change
        ? await insertKey(transaction, change.insert)
        : await replaceKey(transaction, change.rotate);
    if (done) return true;
    await transaction.db.updateTable('offer').set({ claimed_at: null }).where('id', '=', offerId).execute();
    expectOffer(transaction, { id: offerId, claimed_at: null });
    return false;
  });
}
