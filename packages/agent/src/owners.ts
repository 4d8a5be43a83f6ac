import { type ApiKey, type Owner, PosternError } from '@postern/core';
import type { Call } from './tool.js';

/**
 * Says whose keys are meant: the actor's own, or those of a team, by its ID or by what it is called.
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` where there is no such owner among those that the actor may name.
 */
export async function findOwner({ options, session }: Call, team: string | undefined): Promise<Owner> {
  const owners = await options.ownersOf(session.actor);
  if (team === undefined) {
    const [own = owners[0]] = owners.filter(({ kind }) => kind === 'user');
    if (own !== undefined) return own;
    throw new PosternError('ERR_INVALID_ARGUMENT', 'there is nobody here whose keys you manage');
  }
  const teams = owners.filter(({ kind }) => kind === 'team');
  const byId = teams.find(({ id }) => id === team);
  if (byId !== undefined) return byId;
  const { nameOf } = options;
  const names = nameOf === undefined ? [] : await Promise.all(teams.map(nameOf));
  const named = teams.filter((_, index) => names[index]?.toLowerCase() === team.toLowerCase());
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  throw new PosternError(
    'ERR_INVALID_ARGUMENT',
    named.length > 1
      ? 'several of your teams are called that; give the ID of the one that is meant'
      : 'there is no such team, or you are not in it',
  );
}

/**
 * Finds a key of an owner that the actor may name.
 *
 * @throws {PosternError} `ERR_KEY_NOT_FOUND`
 */
export async function findKey({ keys, options, session }: Call, keyId: string): Promise<ApiKey> {
  const { actor } = session;
  const key = await keys.get(keyId, { actor });
  const owners = await options.ownersOf(actor);
  if (owners.some(({ kind, id }) => kind === key.owner.kind && id === key.owner.id)) return key;
  throw new PosternError('ERR_KEY_NOT_FOUND', 'there is no such key');
}
