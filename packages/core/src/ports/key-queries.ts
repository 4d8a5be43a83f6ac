import type { KeyStateFilter } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';

/** A position in a list: everything after it is older. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** Which records `list` returns. */
export interface KeyQuery {
  readonly owner: Owner;
  /** `accepted`: records in a state that verification accepts, which are `live` and `rotated`. */
  readonly state: KeyStateFilter;
  /** The instant for which states are determined. */
  readonly now: Date;
  /**
   * Only records that never expire, or whose `expiresAt` is more than this many milliseconds after their `createdAt`:
   * up to 100 years. Default: all. `livesBeyond` implements the comparison.
   */
  readonly livesBeyondMs?: number | undefined;
  /** Only records after this position. `null`: from the newest on. */
  readonly after: Position | null;
  /** The maximum number, 1 to 1,000. */
  readonly limit: number;
}

/** Which audit entries `history` returns: those of one key, or of all keys of one owner. */
export interface HistoryQuery {
  readonly of: { readonly keyId: KeyId } | { readonly owner: Owner };
  /** Only entries after this position. `null`: from the newest on. */
  readonly after: Position | null;
  /** The maximum number, 1 to 1,000. */
  readonly limit: number;
}
