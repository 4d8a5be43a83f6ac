import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EncodedHash, VerifiableKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';

/** Remembers, for a bounded number of keys, which token was proven against which hash. Holds neither. */
export interface ProofMemo {
  /** Binds a token to the exact hash that it is to be proven against: a text of 32 characters, one a byte. */
  digest(token: string, hash: EncodedHash): string;
  has(stored: VerifiableKey, digest: string): boolean;
  add(stored: VerifiableKey, digest: string): void;
}

const digestBytes = 32;

/**
 * Makes a memo of at most `entries` keys; the least recently used goes first. It keeps HMAC-SHA-256 digests under a
 * random key of this process alone, so a copy of its memory proves nothing elsewhere (docs/threat-model.md, P05). They
 * are kept as texts: as a `Buffer` each, they would take twice the memory.
 */
export function proofMemo(entries: number): ProofMemo {
  const processKey = createSecretKey(randomBytes(32));
  /** In order of use. */
  const digests = new Map<KeyId, string>();
  const [kept, presented] = [Buffer.alloc(digestBytes), Buffer.alloc(digestBytes)];

  function isEqual(one: string, other: string): boolean {
    kept.write(one, 'latin1');
    presented.write(other, 'latin1');
    return timingSafeEqual(kept, presented);
  }

  // The record's own key ID, not the presented one: nothing of the request is kept.
  function add({ key }: VerifiableKey, digest: string): void {
    digests.delete(key.id);
    digests.set(key.id, digest);
    if (digests.size <= entries) return;
    for (const oldest of digests.keys()) {
      digests.delete(oldest);
      return;
    }
  }

  return {
    // 'binary' is Node's older name of 'latin1'. A text costs less than the Buffer that `digest()` would make.
    digest: (token, hash) => createHmac('sha256', processKey).update(`${token}\n${hash}`).digest('binary'),
    has(stored, digest) {
      const remembered = digests.get(stored.key.id);
      if (remembered === undefined || !isEqual(remembered, digest)) return false;
      add(stored, remembered);
      return true;
    },
    add,
  };
}
