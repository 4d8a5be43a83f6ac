import type { Owner } from './model/owner.js';
import type { MaybePromise } from './ports/maybe-promise.js';
import type { OwnerAnswer, OwnerDirectory } from './ports/owner-directory.js';

/**
 * Makes a directory of a function that answers for one owner.
 *
 * @example
 * eachOwner(async (owner) => {
 *   const person = await people.byId(owner.id);
 *   return person && { active: person.active, permissions: person.permissions };
 * });
 */
export function eachOwner(answer: (owner: Owner) => MaybePromise<OwnerAnswer>): OwnerDirectory {
  // `async`, so that a synchronous throw is the fault of one owner as well.
  return { find: (owners) => owners.map(async (owner) => answer(owner)) };
}
