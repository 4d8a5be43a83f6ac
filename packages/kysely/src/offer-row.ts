import type { KeyOffer } from '@postern/core';
import type { OfferedRotation } from '@postern/core/ports';
import type { Dialect } from './dialect.js';
import { orNull, readActor, readingRow, readKeyId, readOwner, readScopes, readText } from './key-row.js';
import type { OfferTable, UnreadRow } from './tables.js';

/** Writes an offer as a row. */
export function offerRow(offer: KeyOffer, { writeInstant }: Dialect): Omit<OfferTable, 'open_until'> {
  const writeInstantOrNull = orNull(writeInstant);
  return {
    id: offer.id,
    owner_kind: offer.owner.kind,
    owner_id: offer.owner.id,
    name: offer.name,
    scopes: offer.scopes === null ? null : JSON.stringify(offer.scopes),
    key_expires_at: writeInstantOrNull(offer.keyExpiresAt),
    rotated_key_id: offer.rotation?.keyId ?? null,
    grace_ms: offer.rotation === null ? null : String(offer.rotation.graceMs),
    offered_at: writeInstant(offer.offeredAt),
    offered_by_kind: offer.offeredBy.kind,
    offered_by_id: offer.offeredBy.id,
    expires_at: writeInstant(offer.expiresAt),
    claimed_at: writeInstantOrNull(offer.claimedAt),
    withdrawn_at: writeInstantOrNull(offer.withdrawnAt),
  };
}

/**
 * Reads a row as an offer.
 *
 * @throws {PosternError} `ERR_RECORD_UNREADABLE`, naming its ID.
 */
export function readOffer(
  row: UnreadRow<Omit<OfferTable, 'open_until'>>,
  { readInstant }: Dialect,
): KeyOffer {
  return readingRow(row.id, () => {
    const readInstantOrNull = orNull(readInstant);
    return {
      id: readKeyId(row.id),
      owner: readOwner(row.owner_kind, row.owner_id),
      name: readText(row.name),
      scopes: orNull(readScopes)(row.scopes),
      keyExpiresAt: readInstantOrNull(row.key_expires_at),
      rotation: orNull((keyId) => readRotation(keyId, row.grace_ms))(row.rotated_key_id),
      offeredAt: readInstant(row.offered_at),
      offeredBy: readActor(row.offered_by_kind, row.offered_by_id),
      expiresAt: readInstant(row.expires_at),
      claimedAt: readInstantOrNull(row.claimed_at),
      withdrawnAt: readInstantOrNull(row.withdrawn_at),
    };
  });
}

function readRotation(keyId: unknown, graceMs: unknown): OfferedRotation {
  if (!/^\d{1,15}$/.test(readText(graceMs))) throw new TypeError('not a number of milliseconds');
  return { keyId: readKeyId(keyId), graceMs: Number(graceMs) };
}
