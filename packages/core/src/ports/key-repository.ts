import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyId } from '../model/key-id.js';
import type { KeyState } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import type { KeyLookup } from './key-lookup.js';

/**
 * Keeps keys and their audit entries.
 *
 * To whoever implements it:
 * - A change and its audit entry commit together or not at all, and a method resolves only when they are committed.
 * - A change is one conditional statement on the record as it is now, never a read and a write.
 * - Reject when the storage does not do its work, with an error that quotes neither rows nor parameters.
 * - Settle in bounded time: what waits for a lock or a network has a deadline of its own.
 * - Instants have the precision of milliseconds. Texts come back exactly as they went in.
 *
 * `@postern/conformance` has all of this as an executable contract.
 */
export interface KeyRepository extends KeyLookup {
  /** Adds a record. `false`: a record with this key ID exists; nothing was written. */
  insert(stored: StoredKey, entry: AuditEntry): Promise<boolean>;

  /** Marks a record as revoked, from whichever other state. `false`: there is none, or it was revoked before; nothing was written. */
  revoke(revocation: Revocation, entry: AuditEntry): Promise<boolean>;

  /** Gives an owner's records, newest first: by `createdAt`, then by key ID, both descending. */
  list(query: KeyQuery): Promise<readonly ApiKey[]>;

  /** Gives the audit entries of a key or of an owner's keys, newest first: by `at`, then by entry ID, both descending. */
  history(query: HistoryQuery): Promise<readonly AuditEntry[]>;

  /**
   * Writes uses. Forward-only: `lastUsedAt` never goes back. A revoked or missing record is left alone, without an error.
   */
  recordUses(uses: readonly KeyUse[]): Promise<void>;
}

/** What `revoke` writes. */
export interface Revocation {
  readonly keyId: KeyId;
  readonly at: Date;
  readonly reason: string | null;
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
