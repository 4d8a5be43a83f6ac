import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { Owner } from '../model/owner.js';
import type { MaybePromise } from './maybe-promise.js';

/** What an actor may ask to do with keys. More will come: a policy refuses what it does not know. */
export type KeyAction =
  | 'issue'
  | 'get'
  | 'list'
  | 'history'
  | 'rename'
  /**
   * `key.disabledBy` tells whose disabling it takes over, if any. Whoever may take one over, and may enable what they
   * disabled themselves, can undo what another did.
   */
  | 'disable'
  /** `key.disabledBy` tells who disabled it: whoever may disable need not be free to undo what another did. */
  | 'enable'
  | 'rotate'
  | 'revoke'
  | 'revoke_all'
  /**
   * To offer a key, with `key` to offer that its place is taken, and to see and withdraw such offers. It issues nothing:
   * whoever claims the offer is asked for as one who will `issue`, or `rotate`.
   */
  | 'offer'
  | 'purge';

/** One question to a policy. Only `purge` concerns the keys of all owners. */
export type KeyPolicyRequest =
  | {
      readonly actor: Actor;
      readonly action: Exclude<KeyAction, 'purge'>;
      /** Whose keys are concerned. */
      readonly owner: Owner;
      /** The key that is concerned, where the action concerns one that exists. */
      readonly key?: ApiKey;
    }
  | {
      readonly actor: Actor;
      readonly action: 'purge';
      readonly owner?: undefined;
      readonly key?: undefined;
    };

/** The answer. The message of a refusal is shown to the actor: say what is missing. */
export type KeyPolicyDecision = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Decides who may manage whose keys.
 *
 * To whoever implements it: refuse unknown actions, kinds and actors. An actor that may not `get` a key is told that
 * there is none. Throw, or reject, when you can't tell.
 */
export interface KeyPolicy {
  decide(request: KeyPolicyRequest): MaybePromise<KeyPolicyDecision>;
}
