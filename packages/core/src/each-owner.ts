import type { Owner } from './model/owner.js';
import type { MaybePromise } from './ports/maybe-promise.js';
import type { OwnerAnswer, OwnerDirectory } from './ports/owner-directory.js';

/**
 * Creates an owner directory from a function that answers for one owner.
 *
 * @example
 * eachOwner(async (owner) => {
 *   const person = await people.byId(owner.id);
 *   return person && { active: person.active, permissions: person.permissions };
 * });
 */
export function eachOwner(answer: (owner: Owner) => MaybePromise<OwnerAnswer>): OwnerDirectory {
  return { find: (owners) => owners.map((owner) => answerOrRejection(() => answer(owner))) };
}

/** A synchronous throw fails only this owner, and synchronous answers stay synchronous: promises are expensive. */
function answerOrRejection(ask: () => MaybePromise<OwnerAnswer>): MaybePromise<OwnerAnswer> {
  try {
    return ask();
  } catch (error) {
    return Promise.reject(error);
  }
}
