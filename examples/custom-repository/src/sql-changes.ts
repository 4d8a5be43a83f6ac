import { type ApiKey, type AuditEntry, type KeyId, type KeyOffer, keyState, offerState } from '@postern/core';
import type { EntryOfKey, ExpectedKey, OfferWithdrawal, Rotation, StoredKey } from '@postern/core/ports';
import { isAsExpected } from '@postern/core/ports';
import { add, fromJson, lock, log, save, toJson } from './sql-records.js';
import type { Query } from './sql-transaction.js';

type Fields = Partial<ApiKey & Pick<StoredKey, 'hash'>>;
/** Looks at a record as it is now, and returns what to change. `false`: its state allows no change. */
export type Decide = (key: ApiKey, hash: StoredKey['hash']) => Fields | false;
/** Which record, and what it must still have. */
export type Named = { readonly keyId: KeyId; readonly expected?: ExpectedKey | undefined };

export function changed({ key, hash: current }: StoredKey, { hash = current, ...fields }: Fields): StoredKey {
  return { key: { ...key, ...fields }, hash };
}

/** Changes a record under a lock: nothing can come between the decision and the change. */
export async function changeOne(query: Query, { keyId, expected }: Named, decide: Decide): Promise<boolean> {
  const [stored] = await lock(query, [keyId]);
  if (stored === undefined || stored.key.revokedAt !== null || !isAsExpected(stored.key, expected))
    return false;
  const fields = decide(stored.key, stored.hash);
  if (fields === false) return false;
  await save(query, [changed(stored, fields)]);
  return true;
}

/** Ends a record and adds its successor. If the successor can't be added, `false`: the caller rolls back. */
export async function rotateOne(
  query: Query,
  { at, graceEndsAt: end, successor, ...of }: Rotation,
): Promise<boolean> {
  const isRotated = await changeOne(query, of, (key) => {
    if (keyState(key, at) !== 'live' || key.name !== successor.key.name) return false;
    const expiresAt = key.expiresAt && end && key.expiresAt < end ? key.expiresAt : end;
    return { rotatedAt: at, successorId: successor.key.id, ...(end ? { expiresAt } : { revokedAt: at }) };
  });
  return isRotated && (await add(query, successor));
}

/** Locks some of the records that meet a condition. Returns none only if there were none at some instant. */
export async function lockSome(
  query: Query,
  { condition, limit }: { readonly condition: string; readonly limit: number },
  ...values: readonly unknown[]
): Promise<readonly StoredKey[]> {
  for (;;) {
    const text = `select id from api_key where ${condition} order by id limit ${limit}`;
    const found = await query<{ id: KeyId }>(text, ...values);
    if (found.length === 0) return [];
    // Someone else may have changed all of these before they were locked, and left others, or added a successor.
    const locked = await lock(
      query,
      found.map(({ id }) => id),
      condition,
      ...values,
    );
    if (locked.length > 0) return locked;
  }
}

/** Adds an audit entry for each of several records, and returns their IDs. */
export async function logEach(
  query: Query,
  records: readonly StoredKey[],
  entryOf: EntryOfKey,
): Promise<readonly KeyId[]> {
  await log(
    query,
    records.map(({ key }): AuditEntry => entryOf(key)),
  );
  return records.map(({ key }) => key.id);
}

/** Marks an offer if it is open, by the clock of the caller and by that of the database. */
export async function endOffer(
  query: Query,
  { offerId, at }: OfferWithdrawal,
  mark: 'claimedAt' | 'withdrawnAt',
): Promise<boolean> {
  const lockOffer = 'select offer, closes_at > now() as "isOpen" from api_key_offer where id = $1 for update';
  const [row] = await query<{ offer: unknown; isOpen: boolean }>(lockOffer, offerId);
  if (row === undefined || !row.isOpen) return false;
  const offer = fromJson<KeyOffer>(row.offer);
  if (offerState(offer, at) !== 'open') return false;
  await query('update api_key_offer set offer = $2 where id = $1', offerId, toJson({ ...offer, [mark]: at }));
  return true;
}
