import { Hono } from 'hono';
import { HttpError } from '../http/http-error.js';
import { readFields } from '../http/json-body.js';
import { sameOrigin } from '../http/same-origin.js';
import { giveSessionCookie, takeSessionCookie } from '../http/signed-in.js';
import type { Passwords } from '../people/passwords.js';
import type { People } from '../people/people.js';
import type { Sessions } from '../people/sessions.js';

interface Parts {
  readonly people: People;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
}

/** Signing in and out. */
export function sessionRoutes({ people, sessions, passwords }: Parts): Hono {
  const routes = new Hono();
  routes.use('*', sameOrigin);

  routes.post('/', async (c) => {
    const { email, password } = await readFields(c, ['email', 'password']);
    if (typeof email !== 'string' || typeof password !== 'string') {
      throw new HttpError(422, 'email and password must be texts');
    }
    const found = await people.byEmail(email);
    const isRight = await passwords.verify(password, found?.passwordHash);
    // One answer for all, so that nobody learns who has an account here.
    if (!isRight || found?.person.active !== true) {
      throw new HttpError(401, 'the e-mail address or the password is wrong');
    }
    giveSessionCookie(c, await sessions.begin(found.person.id));
    return c.json({ person: found.person }, 200, { 'Cache-Control': 'no-store' });
  });

  routes.delete('/', async (c) => {
    const sessionId = takeSessionCookie(c);
    if (sessionId !== undefined) await sessions.end(sessionId);
    return c.body(null, 204, { 'Cache-Control': 'no-store' });
  });

  return routes;
}
