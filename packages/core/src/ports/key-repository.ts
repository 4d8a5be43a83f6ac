import type { ActorReference } from '../model/actor.js';
import type { ApiKey, EncodedHash, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { ExpectedKey } from '../model/expected-key.js';
import type { KeyId } from '../model/key-id.js';
import type { KeyState } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import type { KeyLookup } from './key-lookup.js';

/**
 * Keeps keys and their audit entries.
 *
 * To whoever implements it:
 * - A change and its audit entry commit together or not at all, and a method resolves only when they are committed.
 * - A change is one conditional statement on the record as it is now, never a read and a write. Where it names what it
 *   `expected` of the record, and that says something else, it answers `false` and writes nothing.
 * - Reject when the storage does not do its work, with an error that quotes neither rows nor parameters.
 * - Settle in bounded time: what waits for a lock or a network has a deadline of its own.
 * - Instants have the precision of milliseconds. Texts come back exactly as they went in.
 *
 * `@postern/conformance` has all of this as an executable contract.
 */
export interface KeyRepository extends KeyLookup {
  /**
   * Gives a record whole, as current as `find` does; `undefined` where there is none. Rejects with
   * `ERR_RECORD_UNREADABLE` where it can't be understood.
   */
  get(keyId: KeyId): Promise<ApiKey | undefined>;

  /** Adds a record. `false`: a record with this key ID exists; nothing was written. */
  insert(stored: StoredKey, entry: AuditEntry): Promise<boolean>;

  /**
   * Adds a record for a request that may have come before, so that of all its attempts one record is left: what an
   * earlier one has added is marked as revoked, where nobody has used or rotated it. All of it, with all entries, or nothing. `used`:
   * somebody has, and it is not revoked. `taken`: a record with this key ID exists. Nothing was written then. The record
   * that is revoked has the audit entry that `entryOf` makes for it. Where the transaction is attempted again, `entryOf` is
   * called again.
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
   * Removes revoked records, and says how many: all of them, with all entries, or nothing. Audit entries stay, and each
   * record leaves the one that `entryOf` makes for it. Where the transaction is attempted again, `entryOf` is called
   * again for the same key.
   */
  purge(query: PurgeQuery, entryOf: EntryOfKey): Promise<number>;

  /** Gives an owner's records, newest first: by `createdAt`, then by key ID, both descending. */
  list(query: KeyQuery): Promise<readonly ApiKey[]>;

  /** Gives the audit entries of a key or of an owner's keys, newest first: by `at`, then by entry ID, both descending. */
  history(query: HistoryQuery): Promise<readonly AuditEntry[]>;

  /**
   * Writes uses. Forward-only: `lastUsedAt` never goes back. A revoked or missing record is left alone, without an error.
   */
  recordUses(uses: readonly KeyUse[]): Promise<void>;
}

/** What became of an `insertIdempotent`. */
export type IdempotentOutcome = 'inserted' | 'used' | 'taken';

/** What `insertIdempotent` adds, and for which request. */
export interface IdempotentInsertion {
  readonly stored: StoredKey;
  /** What the attempts of one request have in common, and no other request has: a text of 43 characters. */
  readonly requestId: string;
  /** Only a record that was created at this instant or later counts as an earlier attempt's. */
  readonly since: Date;
  /** Why the record of an earlier attempt is revoked. It is so at the instant at which the new one is created. */
  readonly reason: string;
}

/** What a change to one record names. */
interface RecordChange {
  readonly keyId: KeyId;
  /**
   * What the record must still say, to the millisecond and the code unit, for the change to be made: one condition of the
   * statement more. Default: whatever it says. `isAsExpected` has it as a function.
   */
  readonly expected?: ExpectedKey | undefined;
}

/** What `revoke` writes. */
export interface Revocation extends RecordChange {
  readonly at: Date;
  readonly reason: string | null;
}

/** Makes the audit entry of one of many keys that a change concerns. */
export type EntryOfKey = (key: Pick<ApiKey, 'id' | 'owner'>) => AuditEntry;

/** What `revokeAll` writes, and for which records. */
export interface OwnerRevocation {
  readonly owner: Owner;
  readonly at: Date;
  readonly reason: string | null;
  /** Only records that were created before this instant. `null`: all. */
  readonly createdBefore: Date | null;
  /** How many at most, 1 or more. */
  readonly limit: number;
}

/** What `disable` writes, and over what. */
export interface Disabling extends RecordChange {
  readonly at: Date;
  readonly by: ActorReference;
  readonly reason: string | null;
  /** Whose disabling this one takes over: whoever `disabledBy` named when it was decided. `null`: nobody's. */
  readonly over: ActorReference | null;
}

/** Which disabling `enable` takes back: the one that its actor saw, and no later one. */
export interface Enabling extends RecordChange {
  readonly disabledAt: Date;
  readonly disabledBy: ActorReference;
}

/** What `rename` writes. */
export interface Renaming extends RecordChange {
  readonly name: string;
}

/**
 * What `rotate` writes: where the record is live, and its name is still the one that the successor has. The name is the
 * only thing that the successor takes over and that a verb can change while the record is live.
 */
export interface Rotation extends RecordChange {
  readonly at: Date;
  /**
   * The end of the grace: `expiresAt` becomes this instant, unless the record expires before it. `null`: there is no
   * grace, and the record is marked as revoked as well.
   */
  readonly graceEndsAt: Date | null;
  readonly successor: StoredKey;
}

/** What `rehash` writes: `to`, where `from` is still stored. */
export interface Rehash {
  readonly keyId: KeyId;
  readonly from: EncodedHash;
  readonly to: EncodedHash;
}

/** Which records `purge` removes. */
export interface PurgeQuery {
  /** Only records that were revoked before this instant. */
  readonly revokedBefore: Date;
  /** How many at most, 1 or more. */
  readonly limit: number;
}

/** One recorded use of a key. */
export interface KeyUse {
  readonly keyId: KeyId;
  readonly at: Date;
}

/** A place in a list: what comes after it is older. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** Which records `list` gives. */
export interface KeyQuery {
  readonly owner: Owner;
  readonly state: KeyState | 'all';
  /** The instant at which states are judged. */
  readonly now: Date;
  /** Only records after this place. `null`: from the newest on. */
  readonly after: Position | null;
  /** How many at most, 1 or more. */
  readonly limit: number;
}

/** Which audit entries `history` gives: those of one key, or of all keys of one owner. */
export interface HistoryQuery {
  readonly of: { readonly keyId: KeyId } | { readonly owner: Owner };
  /** Only entries after this place. `null`: from the newest on. */
  readonly after: Position | null;
  /** How many at most, 1 or more. */
  readonly limit: number;
}
