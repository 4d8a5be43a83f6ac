import type { KeyToolsOptions } from '@postern/agent';
import { keysPagePath, nameOf, type OwnerStores, ownerPaths, ownersOf } from '../keys/named-owners.js';
import type { OwnerKind } from '../keys/workspace-keys.js';

/** The options of all agents. Links start with `url`, which is empty for links on a page of the workspace. */
export function toolsOptions(stores: OwnerStores, url: string): KeyToolsOptions<OwnerKind> {
  return {
    ownersOf: (actor) => ownersOf(stores, actor),
    ownerPaths,
    nameOf: (owner) => nameOf(stores, owner),
    offerUrl: ({ id }) => `${url}/settings/offers/${id}`,
    deleteUrl: ({ id, owner }) => `${url}${keysPagePath(owner)}/${id}/delete`,
  };
}
