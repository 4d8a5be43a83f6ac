import type { KeyId } from '../token/key-id.js';
import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/** What an audit entry tells of. */
export type AuditAction =
  | 'issued'
  | 'renamed'
  | 'disabled'
  | 'enabled'
  /** A successor was issued, by an entry of its own. */
  | 'rotated'
  | 'revoked'
  /** The record is gone. */
  | 'purged'
  /** Its token was proven, and hashed anew with the parameters of today. */
  | 'rehashed'
  /** It may be issued, by whoever claims it: `issued` tells of that. There may never be a key with this ID. */
  | 'offered'
  /** The offer of it was withdrawn. */
  | 'withdrawn';

/** Tells of one change to one key. It commits with the change, and it stays when the key is purged. */
export interface AuditEntry {
  /** 16 base62 characters; sorts by the time at which it was made. */
  readonly id: string;
  readonly keyId: KeyId;
  readonly owner: Owner;
  readonly action: AuditAction;
  readonly actor: ActorReference;
  readonly at: Date;
  readonly reason: string | null;
}
