import type { KeyState, OfferState } from '@postern/core';

/** Every text of the pages, in one language. All of it is text, never markup. */
export interface Texts {
  /** The language tag (BCP 47): for `lang` in HTML, and for the format of dates. */
  readonly language: string;
  readonly settings: string;
  readonly profile: string;
  readonly teams: string;
  /**
   * The titles of owners, by kind. Default: `profile` for `user`, `teams` for `team`, and for other kinds the `title`
   * in `ownerPaths`.
   */
  readonly titles?: Readonly<Record<string, string>> | undefined;
  readonly apiKeys: string;
  /** The title of a page of keys, after the name of their owner. */
  readonly keysOfTeam: string;
  readonly skipToContent: string;
  readonly name: string;
  readonly key: string;
  readonly state: string;
  readonly created: string;
  readonly createdBy: string;
  readonly lastUsed: string;
  readonly expires: string;
  readonly actions: string;
  readonly never: string;
  readonly states: { readonly [State in KeyState]: string };
  readonly live: string;
  readonly all: string;
  readonly older: string;
  readonly noKeys: string;
  readonly addKey: string;
  readonly nameHint: string;
  readonly more: string;
  /** Shown without the script: the day ends in UTC. With the script, it ends in the person's time zone. */
  readonly expiresHint: string;
  readonly expiresHintLocal: string;
  /** What an empty field means. `life` is the default lifetime, such as `90 days`. */
  readonly neverExpires: string;
  readonly expiresAfter: (life: string) => string;
  readonly scopes: string;
  readonly scopesHint: string;
  readonly create: string;
  readonly cancel: string;
  readonly close: string;
  readonly issued: (name: string) => string;
  /** The key of this name was replaced by one that is shown now. */
  readonly replaced: (name: string) => string;
  /** What happened to the key that was replaced. `key` is its display form. */
  readonly hasEnded: (key: string) => string;
  readonly endsAt: (key: string, at: string) => string;
  /** That the token is shown only this once, and what to do with it. */
  readonly storeItNow: string;
  readonly token: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyByHand: string;
  readonly done: string;
  readonly delete: string;
  readonly deleteKey: (name: string) => string;
  readonly deleteTitle: (name: string) => string;
  /** What deleting does, and when the key was last used. */
  readonly deleteNeverUsed: string;
  readonly deleteLastUsed: (at: string) => string;
  /** The title of an offer: of a new key, or of one that replaces another. */
  readonly offer: (name: string) => string;
  readonly offeredSuccessor: (name: string) => string;
  readonly owner: string;
  /** A team as owner, so that people don't mistake its key for their own. */
  readonly team: (name: string) => string;
  /** An owner of another kind. `title` is the title of its kind, such as `Service accounts`. */
  readonly ownerOfKind: (name: string, title: string) => string;
  readonly allScopes: string;
  readonly noScopes: string;
  readonly replaces: string;
  /** When the replaced key stops working. `grace` is a duration, such as `2 hours`. */
  readonly endsAtOnce: string;
  readonly endsAfter: (grace: string) => string;
  readonly endsWithExpiry: string;
  /** What else ends: the key that the replaced one had itself replaced. */
  readonly earlierEnds: string;
  readonly newKeyExpires: string;
  readonly revealHint: string;
  readonly reveal: string;
  readonly replaceHint: string;
  readonly replaceAndReveal: string;
  readonly withdraw: string;
  readonly offeredUntil: string;
  /** Why there is nothing to reveal any more. */
  readonly offerStates: { readonly [State in Exclude<OfferState, 'open'>]: string };
  /** The key of an offer would live longer than the service now allows. */
  readonly offeredTooLong: string;
  readonly signedOut: string;
  readonly signIn: string;
  readonly notFound: string;
  /** The request's method is not one that the page accepts: a bookmark of a form's address, for example. */
  readonly methodNotAllowed: string;
  readonly crossSite: string;
  readonly tooLong: string;
  readonly unreadable: string;
  readonly faulty: string;
  readonly noAnswer: string;
  readonly errors: ErrorTexts;
}

/**
 * What a person reads when something was refused, by the error's code. Core's own messages are for programmers and are
 * never shown. Every refusal that people can get needs a sentence here, or `refusal.ts` does not compile.
 */
export interface ErrorTexts {
  readonly ERR_INVALID_NAME: string;
  /**
   * The day has ended, isn't a day, or is later than `latestDay`, such as `Mar 31, 2027`. `null`: there is no limit.
   */
  readonly ERR_INVALID_EXPIRY: (latestDay: string | null) => string;
  /** A scope that does not exist, which the page did not offer. */
  readonly ERR_INVALID_SCOPES: string;
  /** `scopes`: those that the person or the owner does not have. */
  readonly ERR_SCOPES_NOT_GRANTED: (scopes: readonly string[]) => string;
  /** What was sent is not what the form sends. */
  readonly ERR_INVALID_ARGUMENT: string;
  readonly ERR_INVALID_CURSOR: string;
  readonly ERR_ALREADY_ISSUED: string;
  /** `reason`: the message of your `KeyPolicy`, unchanged. */
  readonly ERR_FORBIDDEN: (reason: string) => string;
  readonly ERR_OWNER_INACTIVE: string;
  /** Also for an owner that does not exist, or that the person may not see. */
  readonly ERR_KEY_NOT_FOUND: string;
  readonly ERR_KEY_NOT_LIVE: string;
  /** `limit`: how many keys the owner may have. */
  readonly ERR_TOO_MANY_KEYS: (limit: number) => string;
  readonly ERR_OFFER_NOT_FOUND: string;
  readonly ERR_OFFER_NOT_OPEN: string;
}
