import type { Actor } from '@postern/core';
import { ProblemError } from './problem.js';

/** Says who sent a request, according to the session of the host. */
export type Authenticate = (request: Request) => Actor | null | Promise<Actor | null>;

/**
 * Returns the actor of a request, according to the host.
 *
 * @throws {ProblemError} with 401 if no one is signed in.
 */
export async function signedInActor(authenticate: Authenticate, request: Request): Promise<Actor> {
  const actor = await authenticate(request);
  if (actor === null) throw signedOut;
  // A mistake of the host, not of the caller.
  if (typeof actor.id !== 'string' || actor.id === '')
    throw new TypeError('authenticate must return an actor with an `id`');
  return actor;
}

const signedOut = new ProblemError('not_signed_in', 'Sign in, and try again.');
