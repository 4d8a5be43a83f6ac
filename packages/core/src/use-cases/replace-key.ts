import { type Actor, actorReference } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { RotatedKey } from '../model/issued-key.js';
import { expiryInGrace } from '../model/key-state.js';
import type { ExpiryAt } from '../model/lifetime.js';
import { newKey } from '../model/new-key.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';
import { auditEntry } from './audit-entry.js';
import { maxAttempts, nothingWritten } from './change-key.js';
import { type ChangeRequest, requireLive, requirePermitted, requireVersion } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import type { NewToken } from './new-token.js';

/** A rotation that was permitted. */
interface Replacement {
  /** The old key, as it was read. */
  readonly key: ApiKey;
  readonly actor: Actor;
  /** The scopes of the successor. */
  readonly scopes: readonly string[] | null;
  /** Decides when the successor of the key, as it is now, expires. */
  readonly expiryOf: (key: ApiKey) => Promise<ExpiryAt>;
  /** 0: the old key is revoked immediately. */
  readonly graceMs: number;
  /** May expect a version of the old key. */
  readonly request: ChangeRequest;
  /** Commits the rotation, with the outcomes of the repository's `rotate`. */
  readonly write: KeyRepository['rotate'];
  /** How many attempts are left. Default: all. */
  readonly attempts?: number;
}

const predecessorReason = 'the key that replaced it was rotated as well';

/**
 * Replaces a live key by a successor with a new token. `undefined`: the generated key ID is taken.
 *
 * @throws {PosternError} `ERR_INVALID_EXPIRY`; `ERR_KEY_NOT_LIVE` if the key is no longer live; `ERR_FORBIDDEN` if it
 * was renamed and may not be rotated under its new name; `ERR_VERSION_MISMATCH` if it is not the expected version;
 * `ERR_REPOSITORY_UNAVAILABLE` if it was renamed again and again.
 */
export async function replaceKey(
  deps: ManagementDeps,
  { attempts = maxAttempts, ...replacement }: Replacement,
  newToken: NewToken,
): Promise<RotatedKey | undefined> {
  const { key, actor, scopes, expiryOf, graceMs, request, write } = replacement;
  const { keyId: id, prefix, token, hash } = newToken;
  const expiryAt = await expiryOf(key);
  const at = deps.clock.now();
  const graceEndsAt = graceMs === 0 ? null : new Date(at.getTime() + graceMs);
  const { owner, name } = key;
  const createdBy = actorReference(actor);
  const expiresAt = expiryAt(at);
  const successor = newKey({ id, prefix, owner, name, scopes, createdAt: at, createdBy, expiresAt });
  const changes = [
    { action: 'rotated', key },
    ...(graceEndsAt === null ? [{ action: 'revoked', key } as const] : []),
    { action: 'issued', key: successor },
  ] as const;
  const entries = changes.map((change) => auditEntry(deps, { ...change, actor, at, reason: null }));
  const expected = requireVersion(deps, key, request);
  const rotation = {
    keyId: key.id,
    at,
    graceEndsAt,
    successor: { key: successor, hash },
    predecessorReason,
    expected,
  };
  const alsoRevoked = new Set<KeyId>();
  const isWritten = await write(rotation, entries, (predecessor) => {
    alsoRevoked.add(predecessor.id);
    return auditEntry(deps, { action: 'revoked', key: predecessor, actor, at, reason: predecessorReason });
  });
  if (!isWritten) {
    // The record shows why: it is not the expected version, it is no longer live, it was renamed since it was read, or
    // the successor's ID is taken.
    const found = await deps.read(key.id);
    requireVersion(deps, found, request);
    const current = requireLive(found, at);
    if (current.name === name) return undefined;
    if (attempts === 1) throw nothingWritten();
    // Again with the current name and the same token. The policy may decide by the name, so it is asked again.
    await requirePermitted(deps, { actor, action: 'rotate', owner, key: current });
    return replaceKey(deps, { ...replacement, key: current, attempts: attempts - 1 }, newToken);
  }
  for (const { action, key: changed } of changes)
    deps.events.emit({ type: action, keyId: changed.id, owner });
  for (const keyId of alsoRevoked) deps.events.emit({ type: 'revoked', keyId, owner });
  const previous = { ...key, ...rotationChanges(key, { at, graceEndsAt, id }) };
  return new RotatedKey(successor, token, { previous, alsoRevoked: [...alsoRevoked] });
}

function rotationChanges(
  { expiresAt }: ApiKey,
  { at, graceEndsAt, id }: { at: Date; graceEndsAt: Date | null; id: ApiKey['id'] },
): Partial<ApiKey> {
  const rotated = { rotatedAt: at, successorId: id };
  if (graceEndsAt === null) return { ...rotated, revokedAt: at };
  return { ...rotated, expiresAt: expiryInGrace(expiresAt, graceEndsAt) };
}
