import type { Owner, OwnerStatus } from '../model/owner.js';
import type { MaybePromise } from './maybe-promise.js';

/** A directory's answer about one owner: its status, or `undefined` if there is no such owner (or no longer). */
export type OwnerAnswer = OwnerStatus | undefined;

/**
 * Knows which owners exist, which are active and what they may do, now. The host application implements it for every
 * declared kind, teams included.
 *
 * For implementers: return one answer per owner, in the same order. An answer may itself be a promise, so that a
 * failure for one owner affects no other. Throw or reject if you can't tell: that is a fault, never an approval and
 * never a refusal. A deleted team is `undefined`; a team whose plan has no team keys is not active. Verifications of
 * several requests share one call, outside any request's `AsyncLocalStorage` context, so read nothing from it. Put a
 * tenant into the owner's ID, or create an `ApiKeys` per tenant.
 */
export interface OwnerDirectory {
  find(owners: readonly Owner[]): MaybePromise<readonly MaybePromise<OwnerAnswer>[]>;
}
