import { PosternError, ScopesNotGrantedError } from '../errors.js';
import { type Actor, actorReference } from '../model/actor.js';
import type { ApiKey, EncodedHash } from '../model/api-key.js';
import { IssuedKey } from '../model/issued-key.js';
import type { KeyId } from '../model/key-id.js';
import { parseKeyName } from '../model/key-name.js';
import { isSameOwner, type Owner, type OwnerStatus } from '../model/owner.js';
import { effectivePermissions, isPermission, missingFrom } from '../model/permission.js';
import type { TokenFormat } from '../token/token.js';
import { auditEntry } from './audit-entry.js';
import type { ManagementPorts } from './management-ports.js';
import { parseActor, parseOwner, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** What is to be issued, for whom and by whom. */
export interface IssueRequest<Kind extends string = string, Permission extends string = string> {
  readonly owner: Owner<Kind>;
  readonly actor: Actor;
  /** 1 to 100 characters. */
  readonly name: string;
  /** What the key is narrowed to. Default `null`: not narrowed. */
  readonly scopes?: readonly Permission[] | null | undefined;
  /** An instant to come, from which on the key is refused. Default `null`: it does not expire. */
  readonly expiresAt?: Date | null | undefined;
}

export interface IssueKeyPorts extends ManagementPorts {
  readonly format: TokenFormat;
  readonly permissions: readonly string[] | undefined;
  readonly askOwner: (owner: Owner) => Promise<OwnerStatus | undefined>;
  readonly hash: (token: string) => Promise<EncodedHash>;
  readonly drawKeyId: () => KeyId;
  readonly drawSecret: () => string;
}

/** With 95 random bits an ID that is taken twice in a row means a broken generator, not bad luck. */
const attempts = 3;

/** Issues a key: either the token is returned and the record is committed, or it throws and there is no record. */
export async function issueKey(ports: IssueKeyPorts, request: IssueRequest): Promise<IssuedKey> {
  requireFields(request, ['owner', 'actor', 'name', 'scopes', 'expiresAt']);
  const owner = parseOwner(request.owner, ports.kinds);
  const actor = parseActor(request.actor);
  const name = parseKeyName(request.name);
  const wanted = parseScopes(request.scopes, ports.permissions);
  const expiresAt = parseExpiry(request.expiresAt, ports.clock.now());

  await requirePermitted(ports, { actor, action: 'issue', owner });
  const status = await ports.askOwner(owner);
  if (status?.active !== true) {
    throw new PosternError(
      'ERR_OWNER_INACTIVE',
      'the owner is gone or not active, so no key can be issued for it',
    );
  }
  const scopes = await grantScopes(ports, { wanted, owner, status, actor });

  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const at = ports.clock.now();
    const key: ApiKey = {
      id: ports.drawKeyId(),
      owner,
      name,
      scopes,
      createdAt: at,
      createdBy: actorReference(actor),
      expiresAt,
      disabledAt: null,
      disabledBy: null,
      revokedAt: null,
      reason: null,
      lastUsedAt: null,
    };
    const token = ports.format.compose({ kind: owner.kind, keyId: key.id, secret: ports.drawSecret() });
    const hash = await ports.hash(token);
    const entry = auditEntry(ports, { action: 'issued', key, actor, at, reason: null });
    if (await ports.repository.insert({ key, hash }, entry)) {
      ports.events.emit({ type: 'issued', keyId: key.id, owner });
      return new IssuedKey(key, token);
    }
  }
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `the repository took none of ${attempts} new key IDs; see that its insert answers false for a taken ID only`,
  );
}

/** Nobody grants what the owner does not have, nor more than the actor may do. */
async function grantScopes(
  ports: IssueKeyPorts,
  grant: { wanted: readonly string[] | null; owner: Owner; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | null> {
  const { wanted, owner, status, actor } = grant;
  const beyondOwner = missingFrom(wanted ?? [], status.permissions);
  if (beyondOwner.length > 0) throw new ScopesNotGrantedError(beyondOwner, 'owner');

  const ceiling = await actorCeiling(ports, { owner, status, actor });
  if (ceiling === undefined) return wanted;
  // A key gives at most what it may do itself, written out: `null` would grow with the owner.
  if (wanted === null && actor.kind === 'key') return effectivePermissions(status.permissions, ceiling);
  const beyondActor = missingFrom(wanted ?? status.permissions, ceiling);
  if (beyondActor.length > 0) throw new ScopesNotGrantedError(beyondActor, 'actor');
  return wanted;
}

/** What the actor may do at most; `undefined` where the policy alone decides. */
async function actorCeiling(
  ports: IssueKeyPorts,
  { owner, status, actor }: { owner: Owner; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | undefined> {
  if (actor.kind === 'key') return actor.permissions;
  if (actor.kind === 'system' || !ports.kinds.includes('user')) return undefined;
  const person = { kind: 'user', id: actor.id };
  if (isSameOwner(person, owner)) return status.permissions;
  const personStatus = await ports.askOwner(person);
  if (personStatus?.active !== true)
    throw new PosternError('ERR_FORBIDDEN', 'the actor is gone or not active');
  return personStatus.permissions;
}

function parseScopes(scopes: unknown, declared: readonly string[] | undefined): readonly string[] | null {
  if (scopes === undefined || scopes === null) return null;
  if (!Array.isArray(scopes) || !scopes.every(isPermission)) {
    throw new PosternError(
      'ERR_INVALID_SCOPES',
      'scopes must be null or a list of permission names (RFC 6749 §3.3)',
    );
  }
  const undeclared = missingFrom(scopes, declared ?? scopes);
  if (undeclared.length > 0) {
    throw new PosternError(
      'ERR_INVALID_SCOPES',
      `no such permission: ${undeclared.join(' ')}; names are compared exactly, without wildcards`,
    );
  }
  return [...new Set(scopes)];
}

function parseExpiry(expiresAt: unknown, now: Date): Date | null {
  if (expiresAt === undefined || expiresAt === null) return null;
  // Not so for an invalid date either: NaN is greater than nothing.
  if (expiresAt instanceof Date && expiresAt.getTime() > now.getTime()) return new Date(expiresAt);
  throw new PosternError('ERR_INVALID_EXPIRY', 'expiresAt must be null or a Date to come');
}
