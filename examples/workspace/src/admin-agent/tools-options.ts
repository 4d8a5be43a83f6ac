import type { KeyToolsOptions } from '@postern/agent';
import type { Owner } from '@postern/core';
import { ownersOf } from '../keys/owner-directory.js';
import type { Teams } from '../people/teams.js';

/** What every agent of the workspace is told. Links begin with `url`; empty: they are for a page of the workspace. */
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
