import type { ApiKey, KeyOffer, Owner } from '@postern/core';
import type { ManagementOptions } from '@postern/management';

/** What the tools ask of their host. */
export interface KeyToolsOptions extends Pick<ManagementOptions, 'ownersOf'> {
  /** What a person or a team is called. A team can be meant by it, too. Default: their IDs. */
  readonly nameOf?: ((owner: Owner) => string | Promise<string>) | undefined;
  /** The address at which the person reveals what was offered: a page of `@postern/settings`, or one of the host's. */
  readonly offerUrl: (offer: KeyOffer) => string;
  /** The address at which the person deletes a key, after being asked whether they mean it. */
  readonly deleteUrl: (key: ApiKey) => string;
}
