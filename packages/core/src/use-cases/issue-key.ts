import { PosternError, ScopesNotGrantedError } from '../errors.js';
import { type Actor, actorReference } from '../model/actor.js';
import { IssuedKey } from '../model/issued-key.js';
import { parseKeyName } from '../model/key-name.js';
import { newKey } from '../model/new-key.js';
import type { Owner, OwnerStatus } from '../model/owner.js';
import { effectivePermissions, isPermission, missingFrom } from '../model/permission.js';
import { actorCeiling, type OwnerPorts, requireActiveOwner } from './actor-ceiling.js';
import { type InsertNewKeyPorts, insertNewKey } from './insert-new-key.js';
import { type NewTokenPorts, withNewToken } from './new-token.js';
import { parseActor, parseIdempotencyKey, parseOwner, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

const mostScopes = 1_000;

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
  /**
   * What the attempts of one request have in common: 1 to 255 characters, such as a UUID. Whoever did not get the answer
   * asks again with the same one, within 24 hours of the last attempt: the key that they never saw is revoked as the
   * new one is issued, and there never are two. What they ask for now is what they get. Default: every request is another one.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface IssueKeyPorts extends InsertNewKeyPorts, NewTokenPorts, OwnerPorts {
  readonly permissions: readonly string[] | undefined;
}

/** Issues a key: either the token is returned and the record is committed, or it throws and there is no record. */
export async function issueKey(ports: IssueKeyPorts, request: IssueRequest): Promise<IssuedKey> {
  requireFields(request, ['owner', 'actor', 'name', 'scopes', 'expiresAt', 'idempotencyKey']);
  const owner = parseOwner(request.owner, ports.kinds);
  const actor = parseActor(request.actor);
  const name = parseKeyName(request.name);
  const wanted = parseScopes(request.scopes, ports.permissions);
  const expiresAt = parseExpiry(request.expiresAt, ports.clock.now());
  const idempotencyKey = parseIdempotencyKey(request.idempotencyKey);

  await requirePermitted(ports, { actor, action: 'issue', owner });
  const status = await requireActiveOwner(ports, owner);
  const scopes = await grantScopes(ports, { wanted, owner, status, actor });

  return withNewToken(ports, owner.kind, async ({ keyId, token, hash }) => {
    const key = newKey({
      id: keyId,
      owner,
      name,
      scopes,
      createdAt: ports.clock.now(),
      createdBy: actorReference(actor),
      expiresAt,
    });
    if (!(await insertNewKey(ports, { key, hash }, { actor, idempotencyKey }))) return undefined;
    ports.events.emit({ type: 'issued', keyId, owner });
    return new IssuedKey(key, token);
  });
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

function parseScopes(scopes: unknown, declared: readonly string[] | undefined): readonly string[] | null {
  if (scopes === undefined || scopes === null) return null;
  if (Array.isArray(scopes) && scopes.length > mostScopes)
    throw new PosternError('ERR_INVALID_SCOPES', `scopes must not have more than ${mostScopes} names`);
  // `every` of an array passes over what is missing in it; a copy has `undefined` there.
  if (!Array.isArray(scopes) || !Array.from(scopes).every(isPermission)) {
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
