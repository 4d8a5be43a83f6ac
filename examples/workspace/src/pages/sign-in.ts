import type { SettingsShell } from '@postern/settings';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { readForm } from '../http/body.js';
import { fromOwnPage } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import { isStorable } from '../http/storable-text.js';
import { holdsToken } from '../http/text-field.js';
import { type Passwords, TooManySignInsError } from '../people/passwords.js';
import type { People } from '../people/people.js';
import type { SignInTexts } from '../texts/areas/sign-in.js';
import { textsFor } from '../texts/texts.js';
import { homePath, pageHeaders } from './page.js';
import { workspaceStylePath } from './workspace-style.js';

interface Parts {
  readonly people: People;
  readonly signIns: SignIns;
  readonly passwords: Passwords;
  readonly shell: SettingsShell;
}

/** How long the form may be, in bytes. */
const maxFormBytes = 4 * 1024;

/** The longest email address that can exist (RFC 5321 §4.5.3.1.3). */
const maxEmailLength = 254;

/** The URL of the sign-in page, which leads back to a page afterwards. */
export function signInUrl(returnPath: string): string {
  return holdsToken(returnPath) ? '/sign-in' : `/sign-in?to=${encodeURIComponent(returnPath)}`;
}

/** The page for signing in: a form, without a script. */
export function signInPages({ people, signIns, passwords, shell }: Parts): Hono {
  const pages = new Hono();
  pages.use('/sign-in', pageHeaders, fromOwnPage);

  /** Shows the form again, with what was filled in, except for the password. */
  async function refuse(
    c: Context,
    form: SignInForm,
    error: 'incomplete' | 'wrong' | 'busy',
    status: ContentfulStatusCode,
  ): Promise<Response> {
    const { signIn } = textsFor(c.req.raw);
    const main = signInForm(signIn, form, { error: signIn[error] });
    return c.html(
      await shell.card(c.req.raw, { title: signIn.title, main, styles: [workspaceStylePath] }),
      status,
    );
  }

  pages.get('/sign-in', async (c) => {
    const { signIn } = textsFor(c.req.raw);
    const person = await signIns.findPerson(c.req.raw);
    const form = { email: '', returnPath: readReturnPath(c.req.query('to')) };
    const main = signInForm(signIn, form, {
      signedInAs: person?.name,
      // A link can't claim that someone is signed out who is not.
      isSignedOut: person === undefined && c.req.query('done') === 'signed-out',
    });
    return c.html(await shell.card(c.req.raw, { title: signIn.title, main, styles: [workspaceStylePath] }));
  });

  pages.post('/sign-in', async (c) => {
    const fields = await readForm(c, maxFormBytes);
    const [email, password] = [fields.get('email') ?? '', fields.get('password') ?? ''];
    const form = { email, returnPath: readReturnPath(fields.get('to')) };
    if (email.trim() === '' || password === '' || !isStorable(email))
      return refuse(c, form, 'incomplete', 422);
    try {
      const found = await people.byEmail(email);
      const isRight = await passwords.verify(password, found?.passwordHash);
      // The same answer in every case, so that no one learns who has an account here.
      if (!isRight || found?.person.active !== true) return await refuse(c, form, 'wrong', 401);
      await signIns.begin(c, found.person.id);
    } catch (error) {
      if (!(error instanceof TooManySignInsError)) throw error;
      c.header('Retry-After', '1');
      return refuse(c, form, 'busy', 503);
    }
    return c.redirect(form.returnPath, 303);
  });

  return pages;
}

/** Accepts a path of this workspace, but no URL of another host. A path that contains a token is not echoed. */
function readReturnPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[\w/%.~-]*$/.test(to) && /* P09 sign-in */ !holdsToken(to)
    ? to
    : homePath;
}

/** The fields of the form, as filled in. */
interface SignInForm {
  readonly email: string;
  readonly returnPath: string;
}

interface SignInNotes {
  readonly error?: string;
  readonly signedInAs?: string | undefined;
  readonly isSignedOut?: boolean;
}

function signInForm(
  texts: SignInTexts,
  { email, returnPath }: SignInForm,
  { error, signedInAs, isSignedOut = false }: SignInNotes,
) {
  const isSafe = isStorable(email) && /* P09 address */ !holdsToken(email);
  const shown = isSafe && email.length <= maxEmailLength ? email : '';
  const invalid = error === undefined ? '' : html` aria-invalid="true" aria-describedby="error"`;
  // After an error, the address is usually right.
  const [emailFocus, passwordFocus] = shown === '' ? [html` autofocus`, ''] : ['', html` autofocus`];
  return html`<h1>${texts.heading}</h1>
${isSignedOut ? html`<p class="done" role="status" data-done>${texts.signedOut}</p>` : ''}
${signedInAs === undefined ? '' : html`<p class="notice">${texts.signedInAs(signedInAs)} <a href="${returnPath}">${texts.continue}</a></p>`}
<form method="post" action="/sign-in">
${error === undefined ? '' : html`<p class="error" id="error" role="alert">${error}</p>`}
<input type="hidden" name="to" value="${returnPath}">
<div class="field"><label for="email">${texts.email}</label>
<input id="email" name="email" type="email" value="${shown}" required maxlength="${maxEmailLength}" autocomplete="username"${invalid}${emailFocus}></div>
<div class="field"><label for="password">${texts.password}</label>
<input id="password" name="password" type="password" required autocomplete="current-password"${invalid}${passwordFocus}></div>
<p class="buttons"><button class="primary">${texts.signIn}</button></p>
</form>`;
}
