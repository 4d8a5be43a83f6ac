import {
  type ApiKey,
  type AuditEntry,
  type KeyId,
  type KeyOffer,
  keyState,
  offerState,
  TooManyKeysError,
} from '@postern/core';
import type {
  EntryOfKey,
  ExpectedKey,
  KeyCap,
  LeakEntries,
  LeakOutcome,
  LeakReport,
  OfferWithdrawal,
  Rotation,
  StoredKey,
} from '@postern/core/ports';
import { changesAfterLeak, isAsExpected } from '@postern/core/ports';
import { add, fromJson, lock, log, readRecord, save, toJson } from './sql-records.js';
import { commit, type Ending, type Query } from './sql-transaction.js';

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

/** Records that a token leaked, and ends its record. Reports of one key take turns at the lock on the record. */
export async function reportOne(
  query: Query,
  { keyId, knownSince, ...ending }: LeakReport,
  entries: LeakEntries,
): Promise<Ending<LeakOutcome>> {
  const [stored] = await lock(query, [keyId]);
  if (stored === undefined) return commit({ recorded: false, changed: false });
  const text = `select id from api_key_audit
    where key_id = $1 and at >= $2 and entry->>'action' = 'leak_reported' limit 1`;
  const recorded = (await query(text, keyId, knownSince.getTime())).length === 0;
  const changes = entries.changed && changesAfterLeak(stored.key, ending);
  if (changes) await save(query, [changed(stored, changes)]);
  const added = [changes && entries.changed, recorded && entries.reported];
  await log(
    query,
    added.flatMap((entry) => entry || []),
  );
  return commit({ recorded, changed: Boolean(changes) });
}

/** Ends a record and its predecessor, and adds its successor. If that can't be done, `false`: the caller rolls back. */
export async function rotateOne(
  query: Query,
  { at, graceEndsAt: end, successor, predecessorReason: reason, ...of }: Rotation,
  entryOf: EntryOfKey,
): Promise<boolean> {
  const ended = (await lockChain(query, of.keyId)).filter(
    ({ key }) =>
      key.successorId === of.keyId &&
      key.owner.kind === successor.key.owner.kind &&
      key.owner.id === successor.key.owner.id &&
      (key.expiresAt === null || key.expiresAt > at),
  );
  await save(
    query,
    ended.map((stored) => changed(stored, { revokedAt: at, reason })),
  );
  await logEach(query, ended, entryOf);
  const isRotated = await changeOne(query, of, (key) => {
    if (keyState(key, at) !== 'live' || key.name !== successor.key.name) return false;
    const expiresAt = key.expiresAt && end && key.expiresAt < end ? key.expiresAt : end;
    return { rotatedAt: at, successorId: successor.key.id, ...(end ? { expiresAt } : { revokedAt: at }) };
  });
  return isRotated && (await add(query, successor));
}

/** Locks a record and the unrevoked one that it has replaced, in the order of their IDs like everything that locks. */
async function lockChain(query: Query, id: KeyId): Promise<readonly StoredKey[]> {
  const text = `select record from api_key where id = $1 or (successor_id = $1 and revoked_at is null)
    order by id for update`;
  const rows = await query<{ record: unknown }>(text, id);
  return rows.flatMap(({ record }) => readRecord(record) ?? []);
}

/**
 * Makes a change and then counts, under a lock on the owner that ends with the transaction: no other change with a cap
 * is under way. The lock comes before those on records.
 */
export async function withinCap<Answer>(
  query: Query,
  cap: KeyCap | undefined,
  change: () => Promise<Ending<Answer>>,
): Promise<Ending<Answer>> {
  if (cap === undefined) return change();
  const { owner, max, now } = cap;
  const lockOwner = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';
  await query(lockOwner, `api_key of ${owner.kind} ${owner.id}`);
  const ending = await change();
  const text = `select id from api_key
    where owner_kind = $1 and owner_id = $2 and revoked_at is null and (expires_at is null or expires_at > $3)
      and (rotated_at is null or (
        select successor.id from api_key as successor
        where successor.id = api_key.successor_id and successor.revoked_at is null and successor.rotated_at is null
          and (successor.expires_at is null or successor.expires_at > $3)) is null)
    limit 1 offset $4`;
  if (!ending.commits || (await query(text, owner.kind, owner.id, now.getTime(), max)).length === 0)
    return ending;
  throw new TooManyKeysError(max);
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
