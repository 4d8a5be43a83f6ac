import type { ApiKey } from '../model/api-key.js';
import type { KeyFilter } from '../model/key-filter.js';
import type { Position } from '../model/key-order.js';
import type { KeyStateFilter } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';

export type { Position };

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

/** Which records `listAll` returns. `passesFilter` implements the conditions, `keyOrder` the order. */
export interface AllKeysQuery extends KeyFilter {
  /**
   * Only records after this position. `null`: from the first on. If the query has `expiresBefore`, its `at` is an
   * `expiresAt`, else a `createdAt`.
   */
  readonly after: Position | null;
  /** The maximum number, 1 to 1,000. */
  readonly limit: number;
}

/** What `listAll` found before it reached its limit, or had examined as many records as one call may. */
export interface AllKeysPage {
  /** In the order of the query. There may be fewer than the limit, even none, although there are more. */
  readonly keys: readonly ApiKey[];
  /**
   * The position after which to continue: that of the last key, or of a later record that was examined. `null`: there
   * is no more.
   */
  readonly next: Position | null;
}

/** Which audit entries `history` returns: those of one key, or of all keys of one owner. */
export interface HistoryQuery {
  readonly of: { readonly keyId: KeyId } | { readonly owner: Owner };
  /** Only entries after this position. `null`: from the newest on. */
  readonly after: Position | null;
  /** The maximum number, 1 to 1,000. */
  readonly limit: number;
}
