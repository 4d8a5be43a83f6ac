import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyId } from '../token/key-id.js';
import type {
  Disabling,
  Enabling,
  EntryOfKey,
  IdempotentInsertion,
  IdempotentOutcome,
  KeyCap,
  KeyUse,
  LeakEntries,
  LeakOutcome,
  LeakReport,
  OwnerRevocation,
  PurgeQuery,
  Rehash,
  Renaming,
  Revocation,
  Rotation,
} from './key-changes.js';
import type { KeyLookup } from './key-lookup.js';
import type { AllKeysPage, AllKeysQuery, HistoryQuery, KeyQuery } from './key-queries.js';
import type { OfferRepository } from './offer-repository.js';

/**
 * Stores keys, offers of keys, and their audit entries.
 *
 * For implementers:
 * - A change and its audit entry commit together or not at all, and a method resolves only once they are committed.
 * - A change is one conditional statement on the current record, never a read followed by a write. If it has `expected`
 *   values and the record has others, return `false` and write nothing.
 * - Reject if the storage fails, with an error that quotes neither rows nor parameters. This includes a storage that
 *   ignores a change without an error (a trigger, a rule, row-level security): return `true` only if you have read the
 *   changed record back, and `false` only if you have read that its condition was not met.
 * - A change may have a `cap`. Lock the owner first, so that changes with a cap for the same owner come one after the
 *   other, in every process. Make the change, then count. If the owner has more than `max` records that count, write
 *   nothing and reject with `TooManyKeysError`. A change that would not be made for another reason returns what it
 *   returns without a cap. Without a cap there is nothing to lock and nothing to count.
 * - Settle in bounded time: anything that waits for a lock or a network needs a deadline of its own.
 * - Instants have millisecond precision, and lie between 1970 and the last instant that a `Date` can hold.
 * - Texts come back exactly as they went in. They are compared and sorted by UTF-16 code units. Never pad (`char(n)`),
 *   trim or normalise them, never fold case or accents, and never apply the rules of a language.
 *
 * | text | at most |
 * | --- | --- |
 * | ID of a key, a successor, an offer, an audit entry | 16 characters, exactly: `0-9A-Za-z` |
 * | prefix | 32 characters: `a-z`, then `a-z0-9_` |
 * | kind of an owner or an actor | 16 characters: `a-z`, then `a-z0-9` |
 * | ID of an owner or an actor | 255 code units, at least 1 |
 * | name | 100 code points, which are up to 200 code units; at least 1 |
 * | reason | 500 code units |
 * | scopes | 1,000 of 64 characters each: printable ASCII without space, `"` and `\` |
 * | hash | 512 characters of printable ASCII |
 * | `requestId` | 43 characters, exactly: `0-9A-Za-z_-` |
 * | action of an audit entry | 16 characters: `a-z` and `_` |
 *
 * No text contains a control character or a lone surrogate. A code unit takes up to 3 bytes in UTF-8.
 *
 * `@postern/conformance` checks all of this as an executable contract.
 */
export interface KeyRepository extends KeyLookup, OfferRepository {
  /**
   * Returns a whole record, as current as `find` does; `undefined` if there is none. Rejects with
   * `ERR_RECORD_UNREADABLE` if it can't be read. A record that was stored without `prefix` may be returned without it,
   * by `list` and `listAll` as well: its token starts with the kind.
   */
  get(keyId: KeyId): Promise<ApiKey | undefined>;

  /** Adds a record. `false`: a record with this key ID already exists, and nothing was written. */
  insert(stored: StoredKey, entry: AuditEntry, cap?: KeyCap): Promise<boolean>;

  /**
   * Adds a record for a request that may be a retry, so that all of its attempts leave only one record: the record that
   * an earlier attempt added is marked as revoked, if it was neither used nor rotated. Everything is written, with all
   * entries, or nothing. `used`: that record was used and is not revoked, or it was rotated, no matter what happened to
   * it since. `taken`: a record with this key ID already exists. In both cases nothing was written. The age of the
   * earlier attempt does not matter, and no clock decides: forget a request only once its record was removed, or
   * revoked without ever being rotated. The revoked record gets the audit entry that `entryOf` creates for it. If the
   * transaction is retried, `entryOf` is called again.
   */
  insertIdempotent(
    insertion: IdempotentInsertion,
    entry: AuditEntry,
    entryOf: EntryOfKey,
  ): Promise<IdempotentOutcome>;

  /**
   * Marks a record as revoked, whatever its state. `false`: there is none, or it was already revoked; nothing was
   * written.
   */
  revoke(revocation: Revocation, entry: AuditEntry): Promise<boolean>;

  /**
   * Marks at most `limit` unrevoked records of an owner as revoked, and returns their key IDs: all of them, with all
   * entries, or nothing. Returns none only if the owner had no such record at some instant during the call, so calling
   * it until it returns none misses no successor that was created in the meantime. Each record gets the audit entry
   * that `entryOf` creates for it. If the transaction is retried, `entryOf` is called again for the same key.
   */
  revokeAll(revocation: OwnerRevocation, entryOf: EntryOfKey): Promise<readonly KeyId[]>;

  /**
   * Marks a record as disabled, if it is still as it was when the policy decided: with `over`, disabled by exactly that
   * actor, whose disabling is taken over; without it, live or rotated at that instant. With `lastUsedAt`, its last use
   * must be that one as well. `false`: there is none, it is revoked, or it is not (or no longer) in that state; nothing
   * was written.
   */
  disable(disabling: Disabling, entry: AuditEntry): Promise<boolean>;

  /**
   * Records that a token leaked, and ends its record as the response says: `revoke` marks an unrevoked record as
   * revoked, whatever else its state. `disable` marks a record as disabled if it is accepted at that instant, or
   * disabled by another actor. Adds `entries.changed` if that changed the record. Adds `entries.reported`, also for a
   * record that has ended, unless this key has a `leak_reported` entry at `knownSince` or later. Lock the record first,
   * so that reports of one key come one after the other, in every process. Everything is written, or nothing. If there
   * is no record, nothing is written.
   */
  reportLeak(report: LeakReport, entries: LeakEntries): Promise<LeakOutcome>;

  /**
   * Undoes a disabling, and removes its reason. `false`: there is no record, it is revoked, or it is not (or no longer)
   * disabled since that instant by that actor; nothing was written.
   */
  enable(enabling: Enabling, entry: AuditEntry): Promise<boolean>;

  /** Renames a record. `false`: there is none, it is revoked, or it already has that name; nothing was written. */
  rename(renaming: Renaming, entry: AuditEntry): Promise<boolean>;

  /**
   * Adds a successor, and marks the record that it replaces. Also marks the predecessor of that record as revoked, so
   * that a chain of rotations never has two records in their grace periods: the record of the same owner whose
   * `successorId` is the rotated key, if it is neither revoked nor expired at that instant, even if it is disabled. It
   * gets the audit entry that `entryOf` creates for it. Everything is written, with all entries, or nothing. `false`:
   * the record to rotate is not live at that instant, it does not (or no longer) have the successor's name, or a record
   * with the successor's key ID already exists; nothing was written. If the transaction is retried, `entryOf` is called
   * again for the same key.
   */
  rotate(rotation: Rotation, entries: readonly AuditEntry[], entryOf: EntryOfKey): Promise<boolean>;

  /**
   * Replaces a hash. `false`: there is no record, it is revoked, or its hash is no longer `from`; nothing was written.
   */
  rehash(rehash: Rehash, entry: AuditEntry): Promise<boolean>;

  /**
   * Removes revoked records, and returns how many: all of them, with all entries, or nothing. Returns 0 only if there
   * was no such record at some instant during the call. Audit entries stay, and each removed record gets one more: the
   * one that `entryOf` creates for it. If the transaction is retried, `entryOf` is called again for the same key.
   */
  purge(query: PurgeQuery, entryOf: EntryOfKey): Promise<number>;

  /** Returns an owner's records, newest first: by `createdAt`, then by key ID, both descending. */
  list(query: KeyQuery): Promise<readonly ApiKey[]>;

  /**
   * Returns records of all owners that meet the conditions: newest first, as `list` does, or, with `expiresBefore`,
   * those that expire first: by `expiresAt`, then by key ID, both ascending. A record that meets the conditions, and
   * keeps its `expiresAt`, during all the calls of a list is returned exactly once, whatever is added, changed or removed
   * in the meantime.
   *
   * A call examines a bounded number of records, however many there are, so that it neither holds the event loop nor
   * a connection for long. So it may return fewer than the limit, even none, with a position after which to continue.
   */
  listAll(query: AllKeysQuery): Promise<AllKeysPage>;

  /**
   * Returns the audit entries of a key or of an owner's keys, newest first: by `at`, then by entry ID, both descending.
   * A later release may have written an action that this one doesn't know: return it as it is stored, or as `unknown`.
   * An entry that was stored without `expiresAt` may be returned without it.
   */
  history(query: HistoryQuery): Promise<readonly AuditEntry[]>;

  /**
   * Writes uses, up to `limits.pendingUses` in one call (10,000 by default). `lastUsedAt` only moves forward. Revoked
   * and missing records are skipped without an error.
   */
  recordUses(uses: readonly KeyUse[]): Promise<void>;
}
