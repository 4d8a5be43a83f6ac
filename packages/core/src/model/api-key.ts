import type { KeyId } from '../token/key-id.js';
import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/** What the `Hasher` made of a whole token: a PHC string, such as `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export type EncodedHash = string & { readonly brand: 'EncodedHash' };

/** The record of a key: everything but the secret and its hash. May be shown to whoever may see the key. */
export interface ApiKey {
  readonly id: KeyId;
  readonly owner: Owner;
  /** 1 to 100 characters; data, never markup. */
  readonly name: string;
  /** What the key is narrowed to. `null`: not narrowed. `[]`: may do nothing. */
  readonly scopes: readonly string[] | null;
  readonly createdAt: Date;
  readonly createdBy: ActorReference;
  /** From this instant on the key is refused. `null`: it does not expire. */
  readonly expiresAt: Date | null;
  /** When a successor took the key's place. With a grace the key works on until `expiresAt`, which is then its end. */
  readonly rotatedAt: Date | null;
  /** The key that took its place. `null`: it was not rotated. The successor may be purged before it. */
  readonly successorId: KeyId | null;
  readonly disabledAt: Date | null;
  readonly disabledBy: ActorReference | null;
  readonly revokedAt: Date | null;
  /** Why the key was disabled or revoked, where somebody said so. */
  readonly reason: string | null;
  /**
   * The latest known use. A use in this process is known immediately; one in another process once it is written, by default
   * up to 70 seconds later (`useFlushIntervalMs` plus `useWriteIntervalMs`).
   */
  readonly lastUsedAt: Date | null;
}

/** A record with its hash, as a `KeyRepository` keeps it. It wraps the record, so a hash can't leak by assignment. */
export interface StoredKey {
  readonly key: ApiKey;
  readonly hash: EncodedHash;
}

/** What a verification needs: a part of the record, and its hash. Each `StoredKey` is one. */
export interface VerifiableKey {
  readonly key: Pick<ApiKey, 'id' | 'owner' | 'scopes' | 'expiresAt' | 'disabledAt' | 'revokedAt'>;
  readonly hash: EncodedHash;
}

/** Stands for a record that is there and can't be understood. It fails the verification of this key alone. */
export interface UnreadableKey {
  readonly unreadable: true;
}

/**
 * The form of a key for lists, logs and audit: kind, `.`, the first 8 characters of the key ID, `…`.
 *
 * @example
 * displayForm(key); // 'user.4fGh91Ka…'
 */
export function displayForm(key: Pick<ApiKey, 'id' | 'owner'>): string {
  return `${key.owner.kind}.${key.id.slice(0, 8)}…`;
}
