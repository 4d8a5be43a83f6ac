import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EncodedHash, StoredKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';

/** Remembers, for a bounded number of keys, which token was proven against which hash. Holds neither. */
export interface ProofMemo {
  /** Binds a token to the exact hash that it is to be proven against. */
  digest(token: string, hash: EncodedHash): Buffer;
  has(stored: StoredKey, digest: Buffer): boolean;
  add(stored: StoredKey, digest: Buffer): void;
}

/**
 * Makes a memo of at most `entries` keys; the least recently used goes first. It keeps HMAC-SHA-256 digests under a
 * random key of this process alone, so a copy of its memory proves nothing elsewhere (docs/threat-model.md, P05).
 */
export function proofMemo(entries: number): ProofMemo {
  const processKey = randomBytes(32);
  const digests = new Map<KeyId, Buffer>();

  function keep(keyId: KeyId, digest: Buffer): void {
    digests.delete(keyId);
    digests.set(keyId, digest);
    if (digests.size <= entries) return;
    for (const oldest of digests.keys()) {
      digests.delete(oldest);
      return;
    }
  }

  return {
    digest: (token, hash) => createHmac('sha256', processKey).update(`${token}\n${hash}`).digest(),
    has(stored, digest) {
      const remembered = digests.get(stored.key.id);
      if (remembered === undefined || !timingSafeEqual(remembered, digest)) return false;
      keep(stored.key.id, remembered);
      return true;
    },
    // The record's own key ID, not the presented one: nothing of the request is kept.
    add: (stored, digest) => keep(stored.key.id, digest),
  };
}
