import type { KeyId } from '../token/key-id.js';
import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/** Everything that can be done to a key: `a-z` and `_`, at most 16 characters. */
export const auditActions = [
  'issued',
  'renamed',
  'disabled',
  'enabled',
  /** The key was replaced by a successor, which has its own `issued` entry. */
  'rotated',
  'revoked',
  /** The record was removed. */
  'purged',
  /** After a verification, the token was hashed again with the current parameters. */
  'rehashed',
  /** The key was offered. Claiming it adds `issued`; if no one does, there never is a key with this ID. */
  'offered',
  /** The offer was withdrawn. */
  'withdrawn',
  /** The token was reported as leaked, whatever happened to the key then: that has its own entry. */
  'leak_reported',
] as const;

/** What was done to a key. */
export type AuditAction = (typeof auditActions)[number];

/** Records one change to one key. It commits with the change, and stays when the key is purged. */
export interface AuditEntry {
  /** 16 base62 characters; sorts by creation time. */
  readonly id: string;
  readonly keyId: KeyId;
  readonly owner: Owner;
  /** `unknown`: a later release wrote it, and this one has no name for it. No release writes `unknown`. */
  readonly action: AuditAction | 'unknown';
  readonly actor: ActorReference;
  readonly at: Date;
  readonly reason: string | null;
  /**
   * Of `issued`, when the key expires. Of `rotated`, when it would have expired; its grace may end it earlier. `null`:
   * never, another action, or an entry that a release before this field wrote.
   */
  readonly expiresAt: Date | null;
}
