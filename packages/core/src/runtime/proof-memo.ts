// As a namespace: on an older runtime, importing `hash` by name would fail before an error could say why.
import * as crypto from 'node:crypto';
import type { EncodedHash, VerifiableKey } from '../model/api-key.js';
import { invalidConfig } from '../options.js';
import type { KeyId } from '../token/key-id.js';

/** Remembers, for a bounded number of keys, which token was proven against which hash. Stores neither. */
export interface ProofMemo {
  /** Binds a token to the exact hash that it is to be proven against: a text of 32 characters, one per byte. */
  digest(token: string, hash: EncodedHash): string;
  has(stored: VerifiableKey, digest: string): boolean;
  add(stored: VerifiableKey, digest: string): void;
}

const digestBytes = 32;

/** How many keys of one owner are remembered. */
interface Share {
  readonly owner: string;
  keys: number;
}

interface Proof {
  readonly digest: string;
  readonly share: Share;
  /** Whether it has been used since it was added or last spared. */
  isUsed: boolean;
}

/** How many used keys an eviction spares before it evicts one all the same, so that it doesn't spare all of them. */
const maxSpared = 64;

/**
 * Creates a memo of at most `entries` keys. When it is full, it evicts a key of an owner who has more than their share,
 * so one owner with many keys doesn't evict those of others. Of these keys, it evicts the oldest that hasn't been used
 * recently (second chance: entries move when one is evicted, not whenever one is used, as they would for an exact order
 * of use). It keeps SHA-256 digests that start from a random text of this process alone, so a copy of its memory proves
 * nothing elsewhere (docs/threat-model.md, P05, and ADR 21). They are kept as strings: as a `Buffer` each, they would
 * take twice the memory.
 */
export function proofMemo(entries: number): ProofMemo {
  if (typeof crypto.hash !== 'function')
    throw invalidConfig('createApiKeys needs crypto.hash: update the runtime, for Node to 20.12 or later');
  /** Generated on first use: workerd has no randomness while it loads a module. */
  let processPrefix: string | undefined;
  /** Oldest first. */
  const proofs = new Map<KeyId, Proof>();
  const shares = new Map<string, Share>();
  const [kept, presented] = [Buffer.alloc(digestBytes), Buffer.alloc(digestBytes)];

  function isEqual(one: string, other: string): boolean {
    kept.write(one, 'latin1');
    presented.write(other, 'latin1');
    return crypto.timingSafeEqual(kept, presented);
  }

  function remove(keyId: KeyId): void {
    const proof = proofs.get(keyId);
    if (proof === undefined) return;
    proofs.delete(keyId);
    proof.share.keys -= 1;
    if (proof.share.keys === 0) shares.delete(proof.share.owner);
  }

  // The record's own key ID, not the presented one, so that nothing of the request is kept.
  function add({ key: { id, owner } }: VerifiableKey, digest: string): void {
    remove(id);
    const share = shareOf(`${owner.kind} ${owner.id}`);
    share.keys += 1;
    proofs.set(id, { digest, share, isUsed: false });
    // F05 bound
    if (proofs.size > entries) makeRoom();
  }

  function shareOf(owner: string): Share {
    const known = shares.get(owner);
    if (known !== undefined) return known;
    const share = { owner, keys: 0 };
    shares.set(owner, share);
    return share;
  }

  /** Since the memo is over its limit, at least one owner has more than the average. */
  function makeRoom(): void {
    const average = entries / shares.size;
    let spared = 0;
    for (const [keyId, proof] of proofs) {
      // F05 share
      if (proof.share.keys <= average) continue;
      if (!proof.isUsed || spared === maxSpared) {
        remove(keyId);
        return;
      }
      proof.isUsed = false;
      spared += 1;
      proofs.delete(keyId);
      proofs.set(keyId, proof);
    }
  }

  return {
    // 'binary' is Node's older name for 'latin1'. A text costs less than a Buffer.
    digest(token, hash) {
      processPrefix ??= /* P05 */ crypto.randomBytes(32).toString('hex');
      return crypto.hash('sha256', `${processPrefix}${token}\n${hash}`, 'binary');
    },
    has(stored, digest) {
      const remembered = proofs.get(stored.key.id);
      if (remembered === undefined || !isEqual(remembered.digest, digest)) return false;
      remembered.isUsed = true;
      return true;
    },
    add,
  };
}
