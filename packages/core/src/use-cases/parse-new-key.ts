import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { parseKeyName } from '../model/key-name.js';
import { type ExpiryAt, type Lifetimes, requestedExpiry } from '../model/lifetime.js';
import type { Owner } from '../model/owner.js';
import { isNameList, missingFrom } from '../model/permission.js';
import type { Clock } from '../ports/clock.js';
import { holdsSecret } from '../token/token-pattern.js';
import { parseActor, parseOwner } from './parse-request.js';

const maxScopes = 1_000;

/** A key that is requested, and who requests it. */
export interface NewKeyRequest<Kind extends string = string, Permission extends string = string> {
  readonly owner: Owner<Kind>;
  readonly actor: Actor;
  /** 1 to 100 characters. */
  readonly name: string;
  /**
   * What the key is narrowed to. Default `null`: not narrowed. If the actor is neither the owner nor the service
   * itself, `null` becomes everything that the owner may do now, so that the key does not gain permissions with its
   * owner.
   */
  readonly scopes?: readonly Permission[] | null | undefined;
  /**
   * From this instant on, which must be in the future, the key is refused. `null`: it does not expire. Default: what
   * `lifetimes` says about the kind of its owner.
   */
  readonly expiresAt?: Date | null | undefined;
}

export interface ParsedNewKey {
  readonly owner: Owner;
  readonly actor: Actor;
  readonly name: string;
  readonly scopes: readonly string[] | null;
  /** Throws if the key can't be created at that instant with the requested expiry. */
  readonly expiryAt: ExpiryAt;
}

export interface ParseNewKeyDeps {
  readonly kinds: readonly string[];
  readonly lifetimes: Lifetimes;
  readonly permissions: readonly string[] | undefined;
  readonly clock: Clock;
}

/**
 * Parses a request for a new key.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT`, `ERR_INVALID_NAME`, `ERR_INVALID_SCOPES`, `ERR_INVALID_EXPIRY`.
 */
export function parseNewKey(
  { kinds, lifetimes, permissions, clock }: ParseNewKeyDeps,
  request: NewKeyRequest,
): ParsedNewKey {
  const owner = parseOwner(request.owner, kinds);
  const expiryAt = requestedExpiry(lifetimes[owner.kind], request.expiresAt);
  const parsed = {
    owner,
    actor: parseActor(request.actor),
    name: parseKeyName(request.name),
    scopes: parseScopes(request.scopes, permissions),
    expiryAt,
  };
  // Before anything is read or hashed. The key is created later, and this is then decided again.
  expiryAt(clock.now());
  return parsed;
}

function parseScopes(scopes: unknown, declared: readonly string[] | undefined): readonly string[] | null {
  if (scopes === undefined || scopes === null) return null;
  if (Array.isArray(scopes) && scopes.length > maxScopes)
    throw new PosternError('ERR_INVALID_SCOPES', `scopes must have at most ${maxScopes} names`);
  if (!isNameList(scopes)) {
    throw new PosternError(
      'ERR_INVALID_SCOPES',
      'scopes must be null or an array of permission names (RFC 6749 §3.3)',
    );
  }
  // All scopes together: a secret must not come in pieces either.
  if (holdsSecret(scopes.join(' ')))
    throw new PosternError(
      'ERR_INVALID_SCOPES',
      'scopes must not contain an API key, or anything that could be part of one',
    );
  const undeclared = missingFrom(scopes, declared ?? scopes);
  if (undeclared.length > 0) {
    throw new PosternError(
      'ERR_INVALID_SCOPES',
      `no such permission: ${firstFew(undeclared)}; names are compared exactly, without wildcards`,
    );
  }
  return [...new Set(scopes)];
}

/** A request may have a thousand unknown names, and a few are enough to show what is wrong. */
function firstFew(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(' ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}
