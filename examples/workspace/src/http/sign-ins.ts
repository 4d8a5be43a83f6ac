import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { Person } from '../people/people.js';
import { type Sessions, sessionMs } from '../people/sessions.js';

/** Who is signed in in a browser, by its cookie. */
export interface SignIns {
  /** Who sent a request. `undefined`: nobody is signed in there. */
  personOf(request: Request): Promise<Person | undefined>;
  /** Signs a person in. The session that the browser had before ends with that, so nobody goes on in it. */
  begin(c: Context, personId: string): Promise<void>;
  /** Signs whoever it is out, in this browser. */
  end(c: Context): Promise<void>;
  /** Signs whoever it is out in every browser. `false`: nobody is signed in in this one. */
  endEverywhere(c: Context): Promise<boolean>;
}

/**
 * Keeps session IDs in a cookie, out of reach of scripts and of other sites' forms. `isHttps` says whether people reach the
 * workspace by https: then the cookie is a `__Host-` one, which neither plain HTTP nor a sibling domain can read or plant. It
 * comes from the configuration, since a proxy may end TLS, and anybody can send its headers.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
 */
export function signInsWith(sessions: Sessions, { isHttps }: { readonly isHttps: boolean }): SignIns {
  const name = isHttps ? '__Host-workspace_session' : 'workspace_session';
  const set = (c: Context, sessionId: string, maxAge: number) =>
    setCookie(c, name, sessionId, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isHttps, maxAge });
  const sessionIn = ({ headers }: Request) => parse(headers.get('Cookie') ?? '', name)[name];

  async function personOf(request: Request): Promise<Person | undefined> {
    const sessionId = sessionIn(request);
    return sessionId === undefined ? undefined : sessions.personOf(sessionId);
  }

  return {
    personOf,

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
      const person = await personOf(c.req.raw);
      set(c, '', 0);
      if (person !== undefined) await sessions.endAll(person.id);
      return person !== undefined;
    },
  };
}
