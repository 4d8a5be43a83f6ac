import type { KeyToolsOptions } from '@postern/agent';
import type { Owner } from '@postern/core';
import { ownersOf } from '../keys/owner-directory.js';
import type { Teams } from '../people/teams.js';

/** The options of all agents. Links start with `url`, which is empty for links on a page of the workspace. */
export function toolsOptions(teams: Teams, url: string): KeyToolsOptions {
  const keysOf = ({ kind, id }: Owner) =>
    kind === 'team' ? `teams/${encodeURIComponent(id)}/keys` : 'user/keys';
  return {
    ownersOf: (actor) => ownersOf(teams, actor),
    nameOf: async ({ id }) => (await teams.findName(id)) ?? id,
    offerUrl: ({ id }) => `${url}/settings/offers/${id}`,
    deleteUrl: ({ id, owner }) => `${url}/settings/${keysOf(owner)}/${id}/delete`,
  };
}
