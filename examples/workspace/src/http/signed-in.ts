import { apiKeyAuth } from '@postern/hono';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Person } from '../people/people.js';
import { type Sessions, sessionMs } from '../people/sessions.js';
import { errorBody } from './error-body.js';
import { HttpError } from './http-error.js';
import { realm } from './realm.js';
import { onRefusedWithoutSession } from './refused.js';

const cookieName = 'workspace_session';

/** What routes behind `signedIn` find in their context. */
export interface SessionEnv {
  Variables: { person: Person };
}

/**
 * Lets signed-in people in. Where there is no session, a key is looked at, so that its holder learns what is wrong:
 * a valid one gets 403, since keys manage nothing here, an invalid one the same 401 as everywhere.
 */
export function signedIn(sessions: Sessions, keys: WorkspaceKeys): MiddlewareHandler<SessionEnv> {
  const keyInstead: MiddlewareHandler = apiKeyAuth(keys, { realm, onRefused: onRefusedWithoutSession });
  return async function signedIn(c, next) {
    c.header('Cache-Control', 'private, no-store');
    const sessionId = getCookie(c, cookieName);
    const person = sessionId === undefined ? undefined : await sessions.personOf(sessionId);
    if (person === undefined) {
      return keyInstead(c, async () => {
        const message = 'an API key cannot be used here: sign in, POST /api/session with email and password';
        c.res = c.json(errorBody(c.req.path, 403, message), 403);
      });
    }
    c.set('person', person);
    await next();
  };
}

/** Who sent a request, by the session that its cookie names. */
export async function personOf(sessions: Sessions, { headers }: Request): Promise<Person | undefined> {
  const sessionId = parse(headers.get('Cookie') ?? '', cookieName)[cookieName];
  return sessionId === undefined ? undefined : sessions.personOf(sessionId);
}

/** Lets the organisation's admins through, behind `signedIn`. */
export const adminsOnly: MiddlewareHandler<SessionEnv> = async function adminsOnly(c, next) {
  if (c.get('person').role !== 'admin')
    throw new HttpError(403, 'only admins of the organisation can do this');
  await next();
};

/** Hands the session to the browser, out of reach of scripts and of other sites' forms. */
export function giveSessionCookie(c: Context, sessionId: string): void {
  setCookie(c, cookieName, sessionId, {
    ...cookieAttributes(c),
    maxAge: sessionMs / 1_000,
  });
}

/** Takes the cookie away, and gives the session's ID, where there is one. */
export function takeSessionCookie(c: Context): string | undefined {
  return deleteCookie(c, cookieName, cookieAttributes(c));
}

function cookieAttributes(c: Context): { httpOnly: true; sameSite: 'Lax'; path: '/'; secure: boolean } {
  return { httpOnly: true, sameSite: 'Lax', path: '/', secure: new URL(c.req.url).protocol === 'https:' };
}
