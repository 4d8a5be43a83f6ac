import { PosternError } from '../errors.js';
import { type Actor, actorReference } from '../model/actor.js';
import type { StoredKey } from '../model/api-key.js';
import { IssuedKey } from '../model/issued-key.js';
import type { KeyOffer } from '../model/key-offer.js';
import { newKey, type RequestIdentity } from '../model/new-key.js';
import type { KeyId } from '../token/key-id.js';
import { auditEntry } from './audit-entry.js';
import { grantScopes, type OwnerDeps, requireActiveOwner, type ScopeGrant } from './granting.js';
import { requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { type NewTokenDeps, withNewToken } from './new-token.js';
import { type NewKeyRequest, type ParseNewKeyDeps, parseNewKey } from './parse-new-key.js';
import { parseIdempotencyKey, requireFields } from './parse-request.js';

/** What to issue, for whom and by whom. */
export interface IssueRequest<Kind extends string = string, Permission extends string = string>
  extends NewKeyRequest<Kind, Permission> {
  /**
   * Makes retries safe: 1 to 255 characters, such as a UUID, that all attempts of one request share. A caller that
   * never got a response repeats the request with the same key, however much later and whatever the clocks say: the API
   * key that it never saw is revoked as the new one is issued, so there are never two. Each attempt issues what it asks
   * for itself. Default: every request is a new one.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface IssueKeyDeps extends InsertNewKeyDeps, NewTokenDeps, OwnerDeps, ParseNewKeyDeps {
  /** Writes the uses that this process has not written yet. */
  readonly flushUses: () => Promise<void>;
}

export async function issueKey(deps: IssueKeyDeps, request: IssueRequest): Promise<IssuedKey> {
  requireFields(request, ['owner', 'actor', 'name', 'scopes', 'expiresAt', 'idempotencyKey']);
  const { owner, actor, name, scopes: wanted, expiryAt } = parseNewKey(deps, request);
  const idempotencyKey = parseIdempotencyKey(request.idempotencyKey);

  const grant = { owner, actor, wanted };
  await grantNewKey(deps, grant);
  return withNewToken(deps, { owner, actor }, async ({ keyId, prefix, token, hash }) => {
    // Only written uses show whether the key of an earlier attempt was used, so they are written first. This may take a
    // while, so the decision comes after it.
    // M07 uses
    if (idempotencyKey !== undefined) await deps.flushUses();
    // S10
    const scopes = await grantNewKey(deps, grant);
    const createdAt = deps.clock.now();
    const createdBy = actorReference(actor);
    const expiresAt = /* S06 issue */ expiryAt(createdAt);
    const key = newKey({ id: keyId, prefix, owner, name, scopes, createdAt, createdBy, expiresAt });
    if (!(await insertNewKey(deps, /* P01 */ { key, hash }, { actor, idempotencyKey }))) return undefined;
    deps.events.emit({ type: 'issued', keyId, owner });
    return new IssuedKey(key, token);
  });
}

interface NewGrant extends Omit<ScopeGrant, 'status'> {
  /** The offer that is claimed, if any. */
  readonly offer?: KeyOffer | undefined;
}

/**
 * Decides whether a key may be issued now, and returns its scopes.
 *
 * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`.
 */
export async function grantNewKey(
  deps: ManagementDeps & OwnerDeps,
  { owner, actor, wanted, offer }: NewGrant,
): Promise<readonly string[] | null> {
  await requirePermitted(deps, { actor, action: 'issue', owner, ...(offer && { offer }) });
  const status = await requireActiveOwner(deps, owner);
  return grantScopes(deps, { wanted, owner, status, actor });
}

const reason = 'replaced by a retry of the same request';

interface InsertNewKeyDeps extends ManagementDeps {
  readonly requestIdOf: (name: RequestIdentity) => string;
}

/**
 * Adds the record of a new key. It replaces the one that an earlier attempt of the same request left. `false`: the key
 * ID is taken.
 *
 * @throws {PosternError} `ERR_ALREADY_ISSUED` if the earlier key is in use; `ERR_TOO_MANY_KEYS`.
 */
async function insertNewKey(
  deps: InsertNewKeyDeps,
  stored: StoredKey,
  { actor, idempotencyKey }: { readonly actor: Actor; readonly idempotencyKey: string | undefined },
): Promise<boolean> {
  const { repository, events } = deps;
  const { owner, createdAt: at } = stored.key;
  const entry = auditEntry(deps, { action: 'issued', key: stored.key, actor, at, reason: null });
  const cap = deps.capFor(owner, at);
  // M07 retry
  if (idempotencyKey === undefined) return repository.insert(stored, entry, cap);

  const requestId = deps.requestIdOf({ owner, actor: actorReference(actor), idempotencyKey });
  const replaced = new Set<KeyId>();
  const outcome = await repository.insertIdempotent({ stored, requestId, reason, cap }, entry, (earlier) => {
    replaced.add(earlier.id);
    return auditEntry(deps, { action: 'revoked', key: earlier, actor, at, reason });
  });
  if (outcome === 'used') throw alreadyIssued();
  if (outcome === 'inserted') for (const keyId of replaced) events.emit({ type: 'revoked', keyId, owner });
  return outcome === 'inserted';
}

function alreadyIssued(): PosternError {
  return new PosternError(
    'ERR_ALREADY_ISSUED',
    'an earlier attempt at this request issued a key that is already in use, so no new key was issued; keep using that key, or send a new idempotency key',
  );
}
