import type { Actor } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import { ProblemError } from '../problem.js';

/** Says who is an admin, according to the host. */
export type IsAdmin = (actor: Actor) => boolean | Promise<boolean>;

/**
 * Checks the option. `undefined`: there are no routes for admins.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if it is not a function.
 */
export function readIsAdmin(isAdmin: IsAdmin | undefined): IsAdmin | undefined {
  if (isAdmin !== undefined && typeof isAdmin !== 'function')
    throw invalidConfig('isAdmin must be a function, such as (actor) => admins.has(actor.id)');
  return isAdmin;
}

/**
 * Requires that an actor is an admin. What an admin may do is then decided by the policy.
 *
 * @throws {ProblemError} with 403 if they are not.
 */
export async function requireAdmin(isAdmin: IsAdmin, actor: Actor): Promise<void> {
  // M04 admin
  if (!(await askIsAdmin(isAdmin, actor))) throw notAdmin;
}

/**
 * Asks the host whether an actor is an admin.
 *
 * @throws {TypeError} if the host answers neither yes nor no.
 */
export async function askIsAdmin(isAdmin: IsAdmin, actor: Actor): Promise<boolean> {
  const answer: unknown = await isAdmin(actor);
  // F02 admin
  if (typeof answer !== 'boolean') throw new TypeError('isAdmin must return true or false');
  return answer;
}

const notAdmin = new ProblemError('forbidden', 'Only admins of this service may do this.');
