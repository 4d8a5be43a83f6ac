import type { KeyId } from './key-id.js';
import type { Owner } from './owner.js';

/** The result of a successful verification: for whom the request runs, and what it may do. */
export interface Principal<Kind extends string = string> {
  readonly owner: Owner<Kind>;
  readonly keyId: KeyId;
  /** The owner's permissions as they are now, narrowed by the key's scopes. */
  readonly permissions: readonly string[];
}
