import type { KeyId } from '../model/key-id.js';
import type { KeyUse } from '../ports/key-repository.js';

/** The latest use of each key, for a bounded number of keys. */
export interface PendingUses {
  /** `false`: there is no room for another key, and nothing was added. */
  add(use: KeyUse): boolean;
  /** Gives all uses, and begins anew. */
  takeAll(): readonly KeyUse[];
}

/** Makes a place for the uses of at most `mostKeys` keys. */
export function pendingUses(mostKeys: number): PendingUses {
  let uses = new Map<KeyId, KeyUse>();
  return {
    add(use) {
      const latest = uses.get(use.keyId);
      if (latest === undefined && uses.size >= mostKeys) return false;
      if (latest === undefined || latest.at < use.at) uses.set(use.keyId, use);
      return true;
    },
    takeAll() {
      const taken = [...uses.values()];
      uses = new Map();
      return taken;
    },
  };
}
