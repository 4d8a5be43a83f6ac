import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { KeyOffer } from '../model/key-offer.js';
import type { Owner } from '../model/owner.js';
import type { MaybePromise } from './maybe-promise.js';

/** What an actor may ask to do with keys. There will be more: a policy must refuse actions that it does not know. */
export type KeyAction =
  | 'issue'
  | 'get'
  | 'list'
  | 'history'
  | 'rename'
  /**
   * `key.disabledBy` is the actor whose disabling is taken over, if any. An actor that may take over a disabling, and
   * may enable what it disabled itself, can undo what others did.
   */
  | 'disable'
  /**
   * `key.disabledBy` is the actor that disabled the key: being allowed to disable need not include undoing what others
   * did.
   */
  | 'enable'
  | 'rotate'
  /**
   * Replacing `key` with a successor that expires later than the key does. Asked only if the actor is itself a key, in
   * addition to `rotate` or `offer`: a stolen key that may rotate and renew itself works until someone revokes it. If
   * the request names no expiry, a refusal means that the successor keeps the expiry of the key.
   */
  | 'renew'
  | 'revoke'
  | 'revoke_all'
  /**
   * Offering a new key or, with `key`, a rotation of that key; and, with `offer`, seeing, claiming and withdrawing that
   * offer. It issues nothing: when an offer is claimed, the policy also decides on `issue` or `rotate`, with `offer`.
   * What a key offers may do more than that key: the person who claims the offer has to be able to grant it.
   */
  | 'offer'
  | AllOwnersAction;

/** The actions that concern the keys of all owners, so no owner comes with them. */
type AllOwnersAction =
  /** Removing records of revoked keys. */
  | 'purge'
  /**
   * Listing the keys of all owners: what exists, who created it and when it was last used, never a secret. Whoever may
   * do this sees every key, also those that they may not `get` or `list`.
   */
  | 'list_all'
  /** Disabling the keys that were not used since some instant, or counting them first. */
  | 'disable_unused';

/** One question to a policy. A few actions concern the keys of all owners; all others come with one owner. */
export type KeyPolicyRequest =
  | {
      readonly actor: Actor;
      readonly action: Exclude<KeyAction, AllOwnersAction>;
      /** The owner of the keys. */
      readonly owner: Owner;
      /** The key, if the action is about one that exists. */
      readonly key?: ApiKey;
      /** The offer, if the action is about one that exists, or claims one. */
      readonly offer?: KeyOffer;
    }
  | {
      readonly actor: Actor;
      readonly action: AllOwnersAction;
      readonly owner?: undefined;
      readonly key?: undefined;
      readonly offer?: undefined;
    };

/** The answer of a policy. The message of a refusal is shown to the actor: say what is missing. */
export type KeyPolicyDecision = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Decides who may manage whose keys.
 *
 * For implementers: refuse unknown actions, kinds and actors. For an actor that may not `get` a key, the key does not
 * exist. Throw or reject if you can't decide.
 */
export interface KeyPolicy {
  decide(request: KeyPolicyRequest): MaybePromise<KeyPolicyDecision>;
}
