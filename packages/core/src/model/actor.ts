import type { KeyId } from '../token/key-id.js';
import type { Owner } from './owner.js';

/** Who performs a management operation. Take it from the caller's own authentication, never from a request body. */
export type Actor =
  /** A signed-in person. */
  | { readonly kind: 'user'; readonly id: string }
  /** A key that was verified: see `keyActor`. */
  | {
      readonly kind: 'key';
      readonly id: KeyId;
      readonly owner: Owner;
      readonly permissions: readonly string[];
    }
  /** The service itself: a job, a migration, a command-line tool. */
  | { readonly kind: 'system'; readonly id: string };

/** The kind of every actor. */
export const actorKinds = ['user', 'key', 'system'] as const;

/** An actor as stored in records and audit entries. */
export interface ActorReference {
  readonly kind: (typeof actorKinds)[number];
  readonly id: string;
}

export function actorReference(actor: Actor): ActorReference {
  return { kind: actor.kind, id: actor.id };
}

export function isSameActor(one: ActorReference | null, other: ActorReference): boolean {
  return one !== null && one.kind === other.kind && one.id === other.id;
}

/**
 * Returns the actor of a request that was authenticated with a key.
 *
 * @example
 * await keys.list({ owner, actor: keyActor(principalOf(c)) });
 */
export function keyActor({ keyId, owner, permissions }: Principal): Actor {
  return { kind: 'key', id: keyId, owner, permissions };
}

/** The result of a successful verification: on whose behalf the request runs, and what it may do. */
export interface Principal<Kind extends string = string> {
  readonly owner: Owner<Kind>;
  readonly keyId: KeyId;
  /** The owner's current permissions, narrowed by the key's scopes. */
  readonly permissions: readonly string[];
}
