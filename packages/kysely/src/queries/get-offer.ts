import type { KeyId, KeyOffer } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { readOffer } from '../offer-row.js';

/** Gives one offer. */
export async function getOffer(
  { dialect, read }: KeyDatabase,
  offerId: KeyId,
): Promise<KeyOffer | undefined> {
  const offer = await read((db) =>
    db.selectFrom('offer').selectAll().where('id', '=', offerId).executeTakeFirst(),
  );
  return offer && readOffer(offer, dialect);
}
