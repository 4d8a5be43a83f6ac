import type { AuditEntry, OfferWithdrawal } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { endOffer } from './end-offer.js';
import { writeWithEntries } from './write-with-entries.js';

/** Marks an offer as withdrawn, where it is open. */
export function withdrawOffer(
  database: KeyDatabase,
  withdrawal: OfferWithdrawal,
  entry: AuditEntry,
): Promise<boolean> {
  return writeWithEntries(database, [entry], (transaction) =>
    endOffer(transaction, { ...withdrawal, as: 'withdrawn_at' }),
  );
}
