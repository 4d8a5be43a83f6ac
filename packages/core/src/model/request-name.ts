import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/** What a request to issue a key is known by, whichever attempt of it. */
export interface RequestName {
  readonly owner: Owner;
  readonly actor: ActorReference;
  readonly idempotencyKey: string;
}
