import { Hono } from 'hono';
import { readFields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import { sameOrigin } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import type { Passwords } from '../people/passwords.js';
import type { People } from '../people/people.js';

interface Parts {
  readonly people: People;
  readonly signIns: SignIns;
  readonly passwords: Passwords;
}

/** Signs people in and out. */
export function sessionRoutes({ people, signIns, passwords }: Parts): Hono {
  const routes = new Hono();
  routes.use('*', sameOrigin);

  routes.post('/', async (c) => {
    const { email, password } = await readFields(c, ['email', 'password']);
    if (typeof email !== 'string' || typeof password !== 'string') {
      throw new HttpError(422, 'email and password must be texts');
    }
    const found = await people.byEmail(email);
    const isRight = await passwords.verify(password, found?.passwordHash);
    // The same answer in every case, so that no one learns who has an account here.
    if (!isRight || found?.person.active !== true) {
      throw new HttpError(401, 'wrong email address or password');
    }
    await signIns.begin(c, found.person.id);
    return c.json({ person: found.person }, 200, { 'Cache-Control': 'no-store' });
  });

  routes.delete('/', async (c) => {
    await signIns.end(c);
    return c.body(null, 204, { 'Cache-Control': 'no-store' });
  });

  routes.delete('/everywhere', async (c) => {
    if (!(await signIns.endEverywhere(c))) throw new HttpError(401, 'no one is signed in with this cookie');
    return c.body(null, 204, { 'Cache-Control': 'no-store' });
  });

  return routes;
}
