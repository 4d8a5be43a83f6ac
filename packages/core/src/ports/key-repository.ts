import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyId } from '../token/key-id.js';
import type {
  Disabling,
  Enabling,
  EntryOfKey,
  IdempotentInsertion,
  IdempotentOutcome,
  KeyUse,
  OwnerRevocation,
  PurgeQuery,
  Rehash,
  Renaming,
  Revocation,
  Rotation,
} from './key-changes.js';
import type { KeyLookup } from './key-lookup.js';
import type { HistoryQuery, KeyQuery } from './key-queries.js';
import type { OfferRepository } from './offer-repository.js';

/**
 * Keeps keys, offers of keys, and their audit entries.
 *
 * To whoever implements it:
 * - A change and its audit entry commit together or not at all, and a method resolves only when they are committed.
 * - A change is one conditional statement on the record as it is now, never a read and a write. Where it names what it
 *   `expected` of the record, and that says something else, it answers `false` and writes nothing.
 * - Reject when the storage does not do its work, with an error that quotes neither rows nor parameters. This includes a
 *   storage that ignores a change without an error (a trigger, a rule, row-level security): answer `true` only if you have
 *   read the record as changed, and `false` only if you have read that its condition was not met.
 * - Settle in bounded time: what waits for a lock or a network has a deadline of its own.
 * - Instants have millisecond precision, and lie between 1970 and the last instant that a `Date` can hold.
 * - Texts come back exactly as they went in. They are compared and sorted by UTF-16 code units. Never pad (`char(n)`), trim
 *   or normalise them, and never fold case or accents, or apply the rules of a language.
 *
 * | text | at most |
 * | --- | --- |
 * | ID of a key, a successor, an offer, an audit entry | 16 characters, exactly: `0-9A-Za-z` |
 * | kind of an owner or an actor | 16 characters: `a-z`, then `a-z0-9` |
 * | ID of an owner or an actor | 255 code units, at least 1 |
 * | name | 100 code points, which are up to 200 code units; at least 1 |
 * | reason | 500 code units |
 * | scopes | 1,000 of 64 characters each: printable ASCII without space, `"` and `\` |
 * | hash | 512 characters of printable ASCII |
 * | `requestId` | 43 characters, exactly: `0-9A-Za-z_-` |
 * | action of an audit entry | 16 characters: `a-z` |
 *
 * No text holds a control character or a lone surrogate. A code unit takes up to 3 bytes in UTF-8.
 *
 * `@postern/conformance` has all of this as an executable contract.
 */
export interface KeyRepository extends KeyLookup, OfferRepository {
  /**
   * Gives a record whole, as current as `find` does; `undefined` where there is none. Rejects with
   * `ERR_RECORD_UNREADABLE` where it can't be understood.
   */
  get(keyId: KeyId): Promise<ApiKey | undefined>;

  /** Adds a record. `false`: a record with this key ID exists; nothing was written. */
  insert(stored: StoredKey, entry: AuditEntry): Promise<boolean>;

  /**
   * Adds a record for a request that may have come before, so that of all its attempts one record is left: what an
   * earlier one has added is marked as revoked, where nobody has used or rotated it. All of it, with all entries, or nothing.
   * `used`: somebody has used it and it is not revoked, or somebody has rotated it, whatever became of it then. `taken`: a
   * record with this key ID exists. Nothing was written then. The age of the earlier attempt does not matter, and no clock
   * decides: forget a request only when its record is gone, or revoked and never rotated. The record that is revoked has
   * the audit entry that `entryOf` makes for it. If the transaction is attempted again, `entryOf` is called again.
   */
  insertIdempotent(
    insertion: IdempotentInsertion,
    entry: AuditEntry,
    entryOf: EntryOfKey,
  ): Promise<IdempotentOutcome>;

  /**
   * Marks a record as revoked, from whichever other state. `false`: there is none, or it was revoked before; nothing was
   * written.
   */
  revoke(revocation: Revocation, entry: AuditEntry): Promise<boolean>;

  /**
   * Marks as revoked records of an owner that are not, `limit` at most, and gives their key IDs: all of them, with all
   * entries, or nothing. None only where there was an instant during the call at which the owner had no such record:
   * whoever calls until there is none misses no successor that came meanwhile. Each has the audit entry that `entryOf`
   * makes for it. Where the transaction is attempted again, `entryOf` is called again for the same key.
   */
  revokeAll(revocation: OwnerRevocation, entryOf: EntryOfKey): Promise<readonly KeyId[]>;

  /**
   * Marks a record as disabled, where it is as the decision saw it: with `over`, disabled by that very actor, whose
   * disabling is taken over; without, live or rotated at that instant. `false`: there is none, it is revoked, or it is not
   * (any more) so; nothing was written.
   */
  disable(disabling: Disabling, entry: AuditEntry): Promise<boolean>;

  /**
   * Takes a disabling back, and its reason with it. `false`: there is none, it is revoked, or it is not (any more)
   * disabled since that instant by that actor; nothing was written.
   */
  enable(enabling: Enabling, entry: AuditEntry): Promise<boolean>;

  /** Gives a record another name. `false`: there is none, it is revoked, or has that name; nothing was written. */
  rename(renaming: Renaming, entry: AuditEntry): Promise<boolean>;

  /**
   * Adds a successor, and marks the record that it replaces: all of it, with all entries, or nothing. `false`: the
   * record is not live at that instant, its name is not the successor's (any more), or a record with the successor's key ID
   * exists; nothing was written.
   */
  rotate(rotation: Rotation, entries: readonly AuditEntry[]): Promise<boolean>;

  /**
   * Replaces a hash. `false`: there is no record, it is revoked, or its hash is no longer the one that is named; nothing
   * was written.
   */
  rehash(rehash: Rehash, entry: AuditEntry): Promise<boolean>;

  /**
   * Removes revoked records, and returns how many: all of them, with all entries, or nothing. Returns 0 only if there was
   * no such record at some instant during the call. Audit entries stay, and each record leaves the one that `entryOf`
   * makes for it. If the transaction is attempted again, `entryOf` is called again for the same key.
   */
  purge(query: PurgeQuery, entryOf: EntryOfKey): Promise<number>;

  /** Gives an owner's records, newest first: by `createdAt`, then by key ID, both descending. */
  list(query: KeyQuery): Promise<readonly ApiKey[]>;

  /** Gives the audit entries of a key or of an owner's keys, newest first: by `at`, then by entry ID, both descending. */
  history(query: HistoryQuery): Promise<readonly AuditEntry[]>;

  /**
   * Writes uses, up to `limits.pendingUses` in one call (10,000 by default). Forward-only: `lastUsedAt` never goes back. A
   * revoked or missing record is left alone, without an error.
   */
  recordUses(uses: readonly KeyUse[]): Promise<void>;
}
