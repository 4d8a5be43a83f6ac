import type { Principal } from '../model/actor.js';
import type { ApiKey, EncodedHash, StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyOffer } from '../model/key-offer.js';
import { newKey } from '../model/new-key.js';
import { encodeBase62 } from '../token/base62.js';
import type { KeyId } from '../token/key-id.js';

let built = 0;

/** Returns an ID that no builder in this process has used. */
function nextId(): string {
  built += 1;
  return encodeBase62(built, 16);
}

/**
 * Builds a live user key of `ada`. Given fields override the defaults.
 *
 * @example
 * buildKey({ scopes: ['agents:read'] });
 */
export function buildKey(given: Partial<ApiKey> = {}): ApiKey {
  const key = newKey({
    id: nextId() as KeyId,
    prefix: given.owner?.kind ?? 'user',
    owner: { kind: 'user', id: 'ada' },
    name: 'CI Pipeline',
    scopes: null,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    createdBy: { kind: 'user', id: 'ada' },
    expiresAt: null,
  });
  return { ...key, ...given };
}

/**
 * Builds a record with its hash.
 *
 * @example
 * await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
 */
export function buildStoredKey(given: { readonly key?: ApiKey; readonly hash?: string } = {}): StoredKey {
  const { key = buildKey(), hash = '$insecure$1$0000000000000000' } = given;
  return { key, hash: hash as EncodedHash };
}

/**
 * Builds an `issued` audit entry of a key. Given fields override the defaults.
 *
 * @example
 * buildAuditEntry(key, { action: 'revoked' });
 */
export function buildAuditEntry(
  key: Pick<ApiKey, 'id' | 'owner'> & Partial<Pick<ApiKey, 'createdAt' | 'expiresAt'>>,
  given: Partial<AuditEntry> = {},
): AuditEntry {
  return {
    id: nextId(),
    keyId: key.id,
    owner: key.owner,
    action: 'issued',
    actor: { kind: 'user', id: 'ada' },
    at: key.createdAt ?? new Date('2026-01-01T00:00:00Z'),
    reason: null,
    expiresAt: given.action === undefined || given.action === 'rotated' ? (key.expiresAt ?? null) : null,
    ...given,
  };
}

/**
 * Builds the principal of a user key of `ada` that may do nothing. Given fields override the defaults.
 *
 * @example
 * buildPrincipal({ permissions: ['agents:read'] });
 */
export function buildPrincipal(given: Partial<Principal> = {}): Principal {
  return { owner: { kind: 'user', id: 'ada' }, keyId: nextId() as KeyId, permissions: [], ...given };
}

/**
 * Builds an open offer of a key to `ada`. Given fields override the defaults.
 *
 * @example
 * await repository.insertOffer({ offer: buildOffer(), forgetBefore: new Date(0) }, buildAuditEntry(key));
 */
export function buildOffer(given: Partial<KeyOffer> = {}): KeyOffer {
  return {
    id: nextId() as KeyId,
    owner: { kind: 'user', id: 'ada' },
    name: 'CI Pipeline',
    scopes: null,
    keyExpiresAt: null,
    rotation: null,
    offeredAt: new Date('2026-01-01T00:00:00Z'),
    offeredBy: { kind: 'user', id: 'ada' },
    expiresAt: new Date('2026-01-01T00:15:00Z'),
    claimedAt: null,
    withdrawnAt: null,
    ...given,
  };
}
