import type { KeyId } from '../token/key-id.js';
import type { Owner } from './owner.js';

/** Who performs a management operation. It comes from the caller's own authentication, never from a request body. */
export type Actor =
  /** A signed-in person. */
  | { readonly kind: 'user'; readonly id: string }
  /** A key, as its verification established it: see `keyActor`. */
  | {
      readonly kind: 'key';
      readonly id: KeyId;
      readonly owner: Owner;
      readonly permissions: readonly string[];
    }
  /** The service itself: a job, a migration, a command line. */
  | { readonly kind: 'system'; readonly id: string };

/** An actor as records and audit entries keep it. */
export interface ActorReference {
  readonly kind: Actor['kind'];
  readonly id: string;
}

export function actorReference(actor: Actor): ActorReference {
  return { kind: actor.kind, id: actor.id };
}

export function isSameActor(one: ActorReference | null, other: ActorReference): boolean {
  return one !== null && one.kind === other.kind && one.id === other.id;
}

/**
 * Makes the actor of a request that came with a key.
 *
 * @example
 * await keys.list({ owner, actor: keyActor(principalOf(c)) });
 */
export function keyActor({ keyId, owner, permissions }: Principal): Actor {
  return { kind: 'key', id: keyId, owner, permissions };
}

/** The result of a successful verification: for whom the request runs, and what it may do. */
export interface Principal<Kind extends string = string> {
  readonly owner: Owner<Kind>;
  readonly keyId: KeyId;
  /** The owner's permissions as they are now, narrowed by the key's scopes. */
  readonly permissions: readonly string[];
}
