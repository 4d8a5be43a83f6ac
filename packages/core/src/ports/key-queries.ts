import type { KeyStateFilter } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';

/** A place in a list: what comes after it is older. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** Which records `list` gives. */
export interface KeyQuery {
  readonly owner: Owner;
  /** `accepted`: records in a state that verification accepts, which are `live` and `rotated`. */
  readonly state: KeyStateFilter;
  /** The instant at which states are judged. */
  readonly now: Date;
  /** Only records after this place. `null`: from the newest on. */
  readonly after: Position | null;
  /** How many at most, 1 to 1,000. */
  readonly limit: number;
}

/** Which audit entries `history` gives: those of one key, or of all keys of one owner. */
export interface HistoryQuery {
  readonly of: { readonly keyId: KeyId } | { readonly owner: Owner };
  /** Only entries after this place. `null`: from the newest on. */
  readonly after: Position | null;
  /** How many at most, 1 to 1,000. */
  readonly limit: number;
}
