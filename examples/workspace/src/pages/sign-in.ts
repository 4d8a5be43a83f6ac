import { Hono } from 'hono';
import { html } from 'hono/html';
import { readForm } from '../http/body.js';
import { fromOwnPage } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import { isStorable } from '../http/storable-text.js';
import { holdsToken } from '../http/text-field.js';
import type { Passwords } from '../people/passwords.js';
import type { People } from '../people/people.js';
import { page, pageHeaders } from './page.js';

interface Parts {
  readonly people: People;
  readonly signIns: SignIns;
  readonly passwords: Passwords;
}

const home = '/settings/user/keys';

/** How long the form may be, in bytes. */
const maxFormBytes = 4 * 1024;

/** Where somebody signs in who wanted to see something. */
export function signInUrl(wanted: string): string {
  return holdsToken(wanted) ? '/sign-in' : `/sign-in?to=${encodeURIComponent(wanted)}`;
}

/** The pages for signing in and out: forms, without a script. */
export function signInPages({ people, signIns, passwords }: Parts): Hono {
  const pages = new Hono();
  for (const path of ['/sign-in', '/sign-out', '/sign-out/*']) pages.use(path, pageHeaders, fromOwnPage);

  pages.get('/sign-in', (c) => c.html(signInPage(readReturnPath(c.req.query('to')))));

  pages.post('/sign-in', async (c) => {
    const form = await readForm(c, maxFormBytes);
    const [email, password] = [form.get('email'), form.get('password')];
    const wanted = readReturnPath(form.get('to'));
    if (email === null || password === null || !isStorable(email))
      return c.html(signInPage(wanted, 'Write your e-mail address and your password.'), 422);
    const found = await people.byEmail(email);
    const isRight = await passwords.verify(password, found?.passwordHash);
    // One answer for all, so that nobody learns who has an account here.
    if (!isRight || found?.person.active !== true)
      return c.html(signInPage(wanted, 'The e-mail address or the password is wrong.'), 401);
    await signIns.begin(c, found.person.id);
    return c.redirect(wanted, 303);
  });

  pages.get('/sign-out', (c) => c.html(signOutPage()));

  pages.post('/sign-out', async (c) => {
    await signIns.end(c);
    return c.redirect('/sign-in', 303);
  });

  pages.post('/sign-out/everywhere', async (c) => {
    // A person whose session here is over may have others elsewhere, so they sign in and are asked again.
    return c.redirect((await signIns.endEverywhere(c)) ? '/sign-in' : signInUrl('/sign-out'), 303);
  });

  return pages;
}

/** A path of this workspace, and none of another host. What holds a token is not echoed. */
function readReturnPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[\w/%.~-]*$/.test(to) && /* P09 sign-in */ !holdsToken(to)
    ? to
    : home;
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
    html`<form method="post" action="/sign-out"><p><button class="primary">Sign out</button> <a class="button" href="${home}">Cancel</a></p></form>
<form method="post" action="/sign-out/everywhere"><p><button class="danger">Sign out everywhere</button></p>
<p class="hint">Ends your sessions in every browser. Your API keys keep working.</p></form>`,
  );
}
