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

/** The URL of the sign-in page, which leads back to a page afterwards. */
export function signInUrl(returnPath: string): string {
  return holdsToken(returnPath) ? '/sign-in' : `/sign-in?to=${encodeURIComponent(returnPath)}`;
}

/** The pages for signing in and out: forms, without a script. */
export function signInPages({ people, signIns, passwords }: Parts): Hono {
  const pages = new Hono();
  for (const path of ['/sign-in', '/sign-out', '/sign-out/*']) pages.use(path, pageHeaders, fromOwnPage);

  pages.get('/sign-in', (c) => c.html(signInPage(readReturnPath(c.req.query('to')))));

  pages.post('/sign-in', async (c) => {
    const form = await readForm(c, maxFormBytes);
    const [email, password] = [form.get('email'), form.get('password')];
    const returnPath = readReturnPath(form.get('to'));
    if (email === null || password === null || !isStorable(email))
      return c.html(signInPage(returnPath, 'Enter your email address and password.'), 422);
    const found = await people.byEmail(email);
    const isRight = await passwords.verify(password, found?.passwordHash);
    // The same answer in every case, so that no one learns who has an account here.
    if (!isRight || found?.person.active !== true)
      return c.html(signInPage(returnPath, 'Wrong email address or password.'), 401);
    await signIns.begin(c, found.person.id);
    return c.redirect(returnPath, 303);
  });

  pages.get('/sign-out', (c) => c.html(signOutPage()));

  pages.post('/sign-out', async (c) => {
    await signIns.end(c);
    return c.redirect('/sign-in', 303);
  });

  pages.post('/sign-out/everywhere', async (c) => {
    // Someone whose session in this browser has ended may have others elsewhere, so they sign in and are asked again.
    return c.redirect((await signIns.endEverywhere(c)) ? '/sign-in' : signInUrl('/sign-out'), 303);
  });

  return pages;
}

/** Accepts a path of this workspace, but no URL of another host. A path that contains a token is not echoed. */
function readReturnPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[\w/%.~-]*$/.test(to) && /* P09 sign-in */ !holdsToken(to)
    ? to
    : home;
}

function signInPage(returnPath: string, error?: string) {
  return page(
    'Sign in',
    html`<form method="post" action="/sign-in">
${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
<input type="hidden" name="to" value="${returnPath}">
<p><label for="email">Email address</label>
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
