import type { Owner, OwnerStatus } from '../model/owner.js';
import type { MaybePromise } from './maybe-promise.js';

/** What a directory says of one owner: its status, or `undefined` where there is no such owner (any more). */
export type OwnerAnswer = OwnerStatus | undefined;

/**
 * Tells who exists, who is active and who may do what, now. The host application implements it; it answers for every
 * declared kind, teams too.
 *
 * To whoever implements it: answer in the order of the question, one answer an owner. An answer may itself be a
 * promise, so that one owner's failure stays that owner's. Throw, or reject, when you can't tell: that is a fault,
 * never an approval and never a refusal. A deleted team is `undefined`; one whose plan has no team keys is not active.
 * Verifications of several requests share one call, in no request's `AsyncLocalStorage` context, so read nothing from it.
 * Put a tenant into the owner's ID, or create an `ApiKeys` per tenant.
 */
export interface OwnerDirectory {
  find(owners: readonly Owner[]): MaybePromise<readonly MaybePromise<OwnerAnswer>[]>;
}
