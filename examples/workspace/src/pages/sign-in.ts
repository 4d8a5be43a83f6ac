import { Hono } from 'hono';
import { html } from 'hono/html';
import { readForm } from '../http/read-form.js';
import { sameOrigin } from '../http/same-origin.js';
import { giveSessionCookie, takeSessionCookie } from '../http/signed-in.js';
import { isStorable } from '../http/storable-text.js';
import type { Passwords } from '../people/passwords.js';
import type { People } from '../people/people.js';
import type { Sessions } from '../people/sessions.js';
import { page, pageHeaders } from './page.js';

interface Parts {
  readonly people: People;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
}

const home = '/settings/user/keys';

/** How long the form may be, in bytes. */
const maxFormBytes = 4 * 1024;

/** Where somebody signs in who wanted to see something. */
export function signInUrl(wanted: string): string {
  return `/sign-in?to=${encodeURIComponent(wanted)}`;
}

/** The pages for signing in and out: forms, without a script. */
export function signInPages({ people, sessions, passwords }: Parts): Hono {
  const pages = new Hono();
  for (const path of ['/sign-in', '/sign-out']) pages.use(path, pageHeaders, sameOrigin);

  pages.get('/sign-in', (c) => c.html(signInPage(wantedOf(c.req.query('to')))));

  pages.post('/sign-in', async (c) => {
    const form = await readForm(c, maxFormBytes);
    const [email, password] = [form.get('email'), form.get('password')];
    const wanted = wantedOf(form.get('to'));
    if (email === null || password === null || !isStorable(email))
      return c.html(signInPage(wanted, 'Write your e-mail address and your password.'), 422);
    const found = await people.byEmail(email);
    const isRight = await passwords.verify(password, found?.passwordHash);
    // One answer for all, so that nobody learns who has an account here.
    if (!isRight || found?.person.active !== true)
      return c.html(signInPage(wanted, 'The e-mail address or the password is wrong.'), 401);
    giveSessionCookie(c, await sessions.begin(found.person.id));
    return c.redirect(wanted, 303);
  });

  pages.get('/sign-out', (c) => c.html(signOutPage()));

  pages.post('/sign-out', async (c) => {
    const sessionId = takeSessionCookie(c);
    if (sessionId !== undefined) await sessions.end(sessionId);
    return c.redirect('/sign-in', 303);
  });

  return pages;
}

/** A path of this workspace, and none of another host. */
function wantedOf(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[\w/%.~-]*$/.test(to) ? to : home;
}

function signInPage(wanted: string, error?: string) {
  return page(
    'Sign in',
    html`<form method="post" action="/sign-in">
${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
<input type="hidden" name="to" value="${wanted}">
<p><label for="email">E-mail address</label>
<input id="email" name="email" type="email" required autocomplete="username" autofocus></p>
<p><label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password"></p>
<p><button class="primary">Sign in</button></p>
</form>`,
  );
}

function signOutPage() {
  return page(
    'Sign out',
    html`<form method="post" action="/sign-out"><p><button class="primary">Sign out</button> <a class="button" href="${home}">Cancel</a></p></form>`,
  );
}
