import type { KeyId } from '../token/key-id.js';
import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/** The hash of a whole token, as created by the `Hasher`: a PHC string, such as `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export type EncodedHash = string & { readonly brand: 'EncodedHash' };

/** The record of a key: everything except the secret and its hash. Safe to show to anyone who may see the key. */
export interface ApiKey {
  readonly id: KeyId;
  /** What its token starts with, before the dot: the prefix that its kind had when the key was issued. */
  readonly prefix: string;
  readonly owner: Owner;
  /** 1 to 100 characters. Plain text, never markup. */
  readonly name: string;
  /** What the key is narrowed to. `null`: not narrowed. `[]`: it may do nothing. */
  readonly scopes: readonly string[] | null;
  readonly createdAt: Date;
  readonly createdBy: ActorReference;
  /** From this instant on, the key is refused. `null`: it does not expire. */
  readonly expiresAt: Date | null;
  /**
   * When the key was replaced by a successor. With a grace period, the key keeps working until `expiresAt`, which is
   * then the end of that period.
   */
  readonly rotatedAt: Date | null;
  /** The key that replaced it. `null`: it was not rotated. The successor may be purged before it. */
  readonly successorId: KeyId | null;
  readonly disabledAt: Date | null;
  readonly disabledBy: ActorReference | null;
  readonly revokedAt: Date | null;
  /** Why the key was disabled or revoked, if a reason was given. */
  readonly reason: string | null;
  /**
   * The latest known use. A use in this process is known immediately; one in another process is known once it is
   * written, by default up to 70 seconds later (`useFlushIntervalMs` plus `useWriteIntervalMs`).
   */
  readonly lastUsedAt: Date | null;
}

/** A record with its hash, as stored by a `KeyRepository`. It wraps the record, so a hash can't leak by assignment. */
export interface StoredKey {
  readonly key: ApiKey;
  readonly hash: EncodedHash;
}

/** What a verification needs: a part of the record, and the hash. Every `StoredKey` is one. */
export interface VerifiableKey {
  readonly key: Pick<ApiKey, 'id' | 'owner' | 'scopes' | 'expiresAt' | 'disabledAt' | 'revokedAt'>;
  readonly hash: EncodedHash;
}

/** Represents a record that exists but can't be read. Only verifications of this key fail. */
export interface UnreadableKey {
  readonly unreadable: true;
}

/**
 * Returns a short form of a key for lists, logs and audit: its prefix, `.`, the first 8 characters of the key ID, `…`.
 * If you don't know its prefix, leave it out: the kind is shown instead.
 *
 * @example
 * displayForm(key); // 'user.4fGh91Ka…'
 */
export function displayForm({
  id,
  owner,
  prefix = owner.kind,
}: Pick<ApiKey, 'id' | 'owner'> & { readonly prefix?: string | undefined }): string {
  return `${prefix}.${id.slice(0, 8)}…`;
}
