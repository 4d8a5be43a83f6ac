import { apiKeyAuth } from '@postern/hono';
import type { MiddlewareHandler } from 'hono';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Person } from '../people/people.js';
import { HttpError, respondWithError } from './http-error.js';
import { onRefusedWithoutSession, realm } from './refused.js';
import type { SignIns } from './sign-ins.js';

/** What `signedIn` adds to the context. */
export interface SessionEnv {
  Variables: { person: Person };
}

/**
 * Requires a signed-in person. Without a session, the request's key is checked, so that its holder learns what is
 * wrong: a valid key gets 403, since keys can't be used here, and an invalid one gets the same 401 as everywhere.
 */
export function signedIn(signIns: SignIns, keys: WorkspaceKeys): MiddlewareHandler<SessionEnv> {
  const keyInstead: MiddlewareHandler = apiKeyAuth(keys, { realm, onRefused: onRefusedWithoutSession });
  return async function signedIn(c, next) {
    c.header('Cache-Control', 'private, no-store');
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) {
      return keyInstead(c, async () => {
        // M02
        const message = 'an API key cannot be used here; sign in with POST /api/session, email and password';
        c.res = respondWithError(c, 403, message);
      });
    }
    c.set('person', person);
    await next();
  };
}

/** Requires an admin of the organisation. Must run after `signedIn`. */
export const adminsOnly: MiddlewareHandler<SessionEnv> = async function adminsOnly(c, next) {
  if (c.get('person').role !== 'admin')
    throw new HttpError(403, 'only admins of the organisation can do this');
  await next();
};
