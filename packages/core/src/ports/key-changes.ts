import type { ActorReference } from '../model/actor.js';
import type { ApiKey, EncodedHash, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { ExpectedKey } from '../model/expected-key.js';
import type { LeakResponse } from '../model/leak.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';

/**
 * How many records an owner may have that count, as `countsTowardCap` checks: those that are neither revoked nor
 * expired, and whose successor, if they have one, does not count in their place. They are counted once the change is
 * made.
 */
export interface KeyCap {
  /** The owner of the record that is added or enabled. */
  readonly owner: Owner;
  /** The maximum number, 1 to 10,000. */
  readonly max: number;
  /** The instant for which expiry is determined: a record that expires at this instant is expired. */
  readonly now: Date;
}

/** The outcome of `insertIdempotent`. */
export type IdempotentOutcome = 'inserted' | 'used' | 'taken';

/** What `insertIdempotent` adds, and for which request. */
export interface IdempotentInsertion {
  readonly stored: StoredKey;
  /** Equal for all attempts of one request, and different for every other request: 43 characters of base64url. */
  readonly requestId: string;
  /**
   * The reason to store with the earlier attempt's record, which is revoked at the instant when the new one is created.
   */
  readonly reason: string;
  /** Default: no cap. */
  readonly cap?: KeyCap | undefined;
}

/** What every change to one record has in common. */
interface RecordChange {
  readonly keyId: KeyId;
  /**
   * Values that the record must still have, to the millisecond and the code unit, for the change to be made: further
   * conditions of the statement. Default: any values. `isAsExpected` implements the comparison.
   */
  readonly expected?: ExpectedKey | undefined;
}

/** What `revoke` writes. */
export interface Revocation extends RecordChange {
  readonly at: Date;
  readonly reason: string | null;
}

/** Creates the audit entry for one of several keys that a change affects. */
export type EntryOfKey = (key: Pick<ApiKey, 'id' | 'owner'>) => AuditEntry;

/** What `revokeAll` writes, and to which records. */
export interface OwnerRevocation {
  readonly owner: Owner;
  readonly at: Date;
  readonly reason: string | null;
  /** Only records that were created before this instant. `null`: all. */
  readonly createdBefore: Date | null;
  /** The maximum number, 1 to 1,000. */
  readonly limit: number;
}

/** What `disable` writes. */
export interface Disabling extends RecordChange {
  readonly at: Date;
  readonly by: ActorReference;
  readonly reason: string | null;
  /**
   * Whose disabling this takes over: the `disabledBy` of the record when the policy decided. `null`: it was not
   * disabled.
   */
  readonly over: ActorReference | null;
  /**
   * The last use that the record must still have, to the millisecond; `null`: none. A further condition of the
   * statement, so that a use written in the meantime wins. Default: any. `wasLastUsedAt` implements the comparison.
   */
  readonly lastUsedAt?: Date | null | undefined;
}

/** Which disabling `enable` undoes: the one that its actor saw, and no later one. */
export interface Enabling extends RecordChange {
  readonly disabledAt: Date;
  readonly disabledBy: ActorReference;
  /** Default: no cap. */
  readonly cap?: KeyCap | undefined;
}

/** What `reportLeak` records, and what it does to the record. */
export interface LeakReport {
  readonly keyId: KeyId;
  readonly at: Date;
  /** `changesAfterLeak` implements it. */
  readonly response: LeakResponse;
  readonly by: ActorReference;
  readonly reason: string;
  /** A report at this instant or later is still known: another one adds no `leak_reported` entry. */
  readonly knownSince: Date;
}

/** The audit entries of a report. */
export interface LeakEntries {
  /** With the action `leak_reported`. */
  readonly reported: AuditEntry;
  /** With the action `revoked` or `disabled`. `null` if the response is `notify`, and only then. */
  readonly changed: AuditEntry | null;
}

/** What `reportLeak` has written. */
export interface LeakOutcome {
  /** Whether it added the `leak_reported` entry. */
  readonly recorded: boolean;
  /** Whether it revoked or disabled the record, and added the entry for that. */
  readonly changed: boolean;
}

/** What `rename` writes. */
export interface Renaming extends RecordChange {
  readonly name: string;
}

/**
 * What `rotate` writes if the record is live and still has the successor's name. The name is the only field that the
 * successor inherits and that a verb can change while the record is live.
 */
export interface Rotation extends RecordChange {
  readonly at: Date;
  /**
   * The end of the grace period: `expiresAt` becomes this instant, unless the record expires before it. `null`: there
   * is no grace period, and the record is also marked as revoked.
   */
  readonly graceEndsAt: Date | null;
  readonly successor: StoredKey;
  /** The reason to store with the record's predecessor, if that is revoked. */
  readonly predecessorReason: string;
}

/** What `rehash` writes: `to`, if `from` is still stored. */
export interface Rehash {
  readonly keyId: KeyId;
  readonly from: EncodedHash;
  readonly to: EncodedHash;
}

/** Which records `purge` removes. */
export interface PurgeQuery {
  /** Only records that were revoked before this instant. */
  readonly revokedBefore: Date;
  /** The maximum number, 1 to 1,000. */
  readonly limit: number;
}

/** One recorded use of a key. */
export interface KeyUse {
  readonly keyId: KeyId;
  readonly at: Date;
}
