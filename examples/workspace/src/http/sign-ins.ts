import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { Person } from '../people/people.js';
import { type Sessions, sessionMs } from '../people/sessions.js';

/** Sign-ins of browsers, kept by a cookie. */
export interface SignIns {
  readonly cookieName: string;
  /** The person who sent the request. `undefined`: it comes from no one who is signed in. */
  findPerson(request: Request): Promise<Person | undefined>;
  /** Signs a person in, and ends the session that the browser had before, so that no one can continue it. */
  begin(c: Context, personId: string): Promise<void>;
  /** Signs the person out in this browser. */
  end(c: Context): Promise<void>;
  /** Signs the person out in every browser. `false`: no one is signed in in this one. */
  endEverywhere(c: Context): Promise<boolean>;
}

/**
 * Keeps session IDs in a cookie, out of reach of scripts and of other sites' forms. If people reach the workspace over
 * https (`isHttps`), the cookie has the `__Host-` prefix, so neither plain HTTP nor a sibling domain can read or set
 * it. `isHttps` is part of the configuration, since a proxy may terminate TLS, and anyone can send its headers.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
 */
export function signInsWith(sessions: Sessions, { isHttps }: { readonly isHttps: boolean }): SignIns {
  const name = isHttps ? '__Host-workspace_session' : 'workspace_session';
  const set = (c: Context, sessionId: string, maxAge: number) =>
    setCookie(c, name, sessionId, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isHttps, maxAge });
  const sessionIn = ({ headers }: Request) => parse(headers.get('Cookie') ?? '', name)[name];

  async function findPerson(request: Request): Promise<Person | undefined> {
    const sessionId = sessionIn(request);
    return sessionId === undefined ? undefined : sessions.findPerson(sessionId);
  }

  return {
    cookieName: name,
    findPerson,

    async begin(c, personId) {
      const sessionId = await sessions.begin(personId, sessionIn(c.req.raw));
      set(c, sessionId, sessionMs / 1_000);
    },

    async end(c) {
      const sessionId = sessionIn(c.req.raw);
      set(c, '', 0);
      if (sessionId !== undefined) await sessions.end(sessionId);
    },

    async endEverywhere(c) {
      const person = await findPerson(c.req.raw);
      set(c, '', 0);
      if (person !== undefined) await sessions.endAll(person.id);
      return person !== undefined;
    },
  };
}
