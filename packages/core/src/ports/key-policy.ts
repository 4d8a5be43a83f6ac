import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { Owner } from '../model/owner.js';
import type { MaybePromise } from './maybe-promise.js';

/** What an actor may ask to do with keys. More will come: a policy refuses what it does not know. */
export type KeyAction = 'issue' | 'get' | 'list' | 'history' | 'revoke';

/** One question to a policy. */
export interface KeyPolicyRequest {
  readonly actor: Actor;
  readonly action: KeyAction;
  /** Whose keys are concerned. */
  readonly owner: Owner;
  /** The key that is concerned, where the action concerns one that exists. */
  readonly key?: ApiKey;
}

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
