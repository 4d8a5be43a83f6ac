import { type ApiKey, type ApiKeys, isSameOwner, type Owner, PosternError } from '@postern/core';
import { maskTokens } from './mask-tokens.js';
import type { Call } from './tool.js';

/**
 * Finds a key of an owner that the actor may name.
 *
 * @throws {PosternError} `ERR_KEY_NOT_FOUND`
 */
export async function findKey({ keys, options, session }: Call, keyId: string): Promise<ApiKey> {
  const { actor } = session;
  const key = await keys.get(keyId, { actor });
  const owners = await options.ownersOf(actor);
  // M08 owners
  if (owners.some((owner) => isSameOwner(owner, key.owner))) return maskName(keys, key);
  throw new PosternError('ERR_KEY_NOT_FOUND', 'there is no such key');
}

/** Masks any token that someone put into the name. */
export function maskName<Named extends { readonly name: string }>(
  { kinds }: Pick<ApiKeys, 'kinds'>,
  named: Named,
): Named {
  return { ...named, name: maskTokens(named.name, kinds).text };
}

/**
 * Resolves the owner whose keys are meant. A team is named by its ID or its name. Without a team, it is the person,
 * or the only owner that the actor may name: a key that acts for a team has just that team.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` if the actor may name no such owner.
 */
export async function resolveOwner({ options, session }: Call, team: string | undefined): Promise<Owner> {
  const owners = await options.ownersOf(session.actor);
  if (team === undefined) {
    const own = owners.find(({ kind }) => kind === 'user') ?? (owners.length === 1 ? owners[0] : undefined);
    if (own !== undefined) return own;
    throw new PosternError('ERR_INVALID_ARGUMENT', 'say which team it is for');
  }
  const teams = owners.filter(({ kind }) => kind === 'team');
  const byId = teams.find(({ id }) => id === team);
  if (byId !== undefined) return byId;
  const { nameOf = ({ id }: Owner) => id } = options;
  const names = await Promise.all(teams.map(nameOf));
  const named = teams.filter((_, index) => names[index]?.toLowerCase() === team.toLowerCase());
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  throw new PosternError(
    'ERR_INVALID_ARGUMENT',
    named.length > 1
      ? 'several of your teams have that name; pass the ID of the one you mean'
      : 'there is no such team, or you are not a member of it',
  );
}
