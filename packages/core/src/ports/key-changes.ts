import type { ActorReference } from '../model/actor.js';
import type { ApiKey, EncodedHash, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { ExpectedKey } from '../model/expected-key.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';

/** What became of an `insertIdempotent`. */
export type IdempotentOutcome = 'inserted' | 'used' | 'taken';

/** What `insertIdempotent` adds, and for which request. */
export interface IdempotentInsertion {
  readonly stored: StoredKey;
  /** The same for every attempt of one request, and different for every other request: 43 characters of base64url. */
  readonly requestId: string;
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
  /** How many at most, 1 to 1,000. */
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
  /** How many at most, 1 to 1,000. */
  readonly limit: number;
}

/** One recorded use of a key. */
export interface KeyUse {
  readonly keyId: KeyId;
  readonly at: Date;
}
