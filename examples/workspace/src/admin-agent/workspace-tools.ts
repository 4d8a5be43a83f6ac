import { type KeyTool, keyTools } from '@postern/agent';
import type { Owner } from '@postern/core';
import { ownersOf } from '../keys/owners-of.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Teams } from '../people/teams.js';

interface Parts {
  readonly keys: WorkspaceKeys;
  readonly teams: Teams;
}

/** The tools of every agent of the workspace. Their links begin with `url`; empty: they are for a page of its own. */
export function workspaceTools({ keys, teams }: Parts, url: string): readonly KeyTool[] {
  const keysOf = ({ kind, id }: Owner) =>
    kind === 'team' ? `teams/${encodeURIComponent(id)}/keys` : 'user/keys';
  return keyTools(keys, {
    ownersOf: (actor) => ownersOf(teams, actor),
    nameOf: async ({ id }) => (await teams.nameOf(id)) ?? id,
    offerUrl: ({ id }) => `${url}/settings/offers/${id}`,
    deleteUrl: ({ id, owner }) => `${url}/settings/${keysOf(owner)}/${id}/delete`,
  });
}
