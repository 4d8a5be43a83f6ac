import { type Owner, PosternError } from '@postern/core';
import { defaultOwnerPaths, type OwnerPaths } from '@postern/management';
import { ownersAt } from '@postern/management/internal';
import { maskTokens } from './mask-tokens.js';
import type { Call } from './tool.js';

/** The owner that a model named. Neither field: the person. */
export interface NamedOwner {
  /** The ID of a team, or its name. */
  readonly team?: string | undefined;
  /** An owner of another kind, by its ID or its name. */
  readonly owner?: { readonly kind: string; readonly name: string } | undefined;
}

/**
 * Resolves the owner whose keys are meant. If none is named, it is the person, or the only owner that the actor may
 * name: a key that acts for a team has just that team.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` if the actor may name no such owner.
 */
export async function resolveOwner(call: Call, { team, owner }: NamedOwner): Promise<Owner> {
  if (team !== undefined && owner !== undefined) throw invalid('name a team or another owner, not both');
  if (team !== undefined) return findByName(call, { kind: 'team', name: team });
  if (owner !== undefined) return findByName(call, owner);
  const { options, session } = call;
  const owners = await options.ownersOf(session.actor);
  const { user }: OwnerPaths = options.ownerPaths ?? defaultOwnerPaths;
  const [self] = user === undefined ? [] : ownersAt(owners, { kind: 'user' }, session.actor);
  const own = self ?? (owners.length === 1 ? owners[0] : undefined);
  if (own !== undefined) return own;
  throw invalid(`say which ${owners.every(({ kind }) => kind === 'team') ? 'team' : 'owner'} it is for`);
}

/** The name of an owner or a creator, without any token that someone put into it. */
export async function nameOfOwner({ keys, options }: Call, owner: Owner): Promise<string> {
  const { nameOf = ({ id }: Owner) => id } = options;
  return maskTokens(await nameOf(owner), keys.tokenPrefixes).text;
}

async function findByName(
  { options, session }: Call,
  { kind, name }: NonNullable<NamedOwner['owner']>,
): Promise<Owner> {
  const owners = (await options.ownersOf(session.actor)).filter((owner) => owner.kind === kind);
  const byId = owners.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const { nameOf = ({ id }: Owner) => id } = options;
  const names = await Promise.all(owners.map(nameOf));
  const named = owners.filter((_, index) => names[index]?.toLowerCase() === name.toLowerCase());
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  if (named.length > 1) {
    const several = kind === 'team' ? 'several of your teams' : `several owners of kind ${kind}`;
    throw invalid(`${several} have that name; pass the ID of the one you mean`);
  }
  throw invalid(
    kind === 'team'
      ? 'there is no such team, or you are not a member of it'
      : `there is no such owner of kind ${kind}, or you may not manage its keys`,
  );
}

function invalid(message: string): PosternError {
  return new PosternError('ERR_INVALID_ARGUMENT', message);
}
