import type { SettingsShell } from '@postern/settings';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { madeFor, readPersonForm } from '../http/person-form.js';
import { fromOwnPage } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import type { Person } from '../people/people.js';
import type { SignInTexts } from '../texts/areas/sign-in.js';
import { textsFor } from '../texts/texts.js';
import { otherPersonPage } from './other-person.js';
import { homePath, type Markup, pageHeaders } from './page.js';
import { signInUrl } from './sign-in.js';
import { workspaceStylePath } from './workspace-style.js';

interface Parts {
  readonly signIns: SignIns;
  readonly shell: SettingsShell;
}

/** Where the page is. */
export const signOutPath = '/sign-out';

const maxFormBytes = 1024;

/** The page for signing out, in this browser or everywhere. */
export function signOutPages({ signIns, shell }: Parts): Hono {
  const pages = new Hono();
  const signedOut = '/sign-in?done=signed-out';
  for (const path of [signOutPath, `${signOutPath}/*`]) pages.use(path, pageHeaders, fromOwnPage);

  pages.get(signOutPath, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) return c.redirect(signedOut, 303);
    const { signIn } = textsFor(c.req.raw);
    const main = signOutForms(signIn, person);
    return c.html(
      await shell.page(c.req.raw, { title: signIn.signOutTitle, main, styles: [workspaceStylePath] }),
    );
  });

  // Whoever is signed in with this browser: to leave a session that is somebody else's is never wrong.
  pages.post(signOutPath, async (c) => {
    await signIns.end(c);
    return c.redirect(signedOut, 303);
  });

  pages.post(`${signOutPath}/everywhere`, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person !== undefined && (await readPersonForm(c, person, maxFormBytes)) === undefined)
      return otherPersonPage(c, shell, person);
    // Someone whose session in this browser has ended may have others elsewhere, so they sign in and are asked again.
    return c.redirect((await signIns.endEverywhere(c)) ? signedOut : signInUrl(signOutPath), 303);
  });

  return pages;
}

function signOutForms(texts: SignInTexts, person: Person): Markup {
  const { name, email } = person;
  return html`<h1>${texts.signOutTitle}</h1>
<p class="lead">${texts.signOutText(name, email)}</p>
<form method="post" action="${signOutPath}"><p class="buttons"><a class="button" href="${homePath}">${texts.cancel}</a> <button class="primary" autofocus>${texts.signOut}</button></p></form>
<section class="sign-out-everywhere" aria-labelledby="everywhere">
<h2 id="everywhere">${texts.everywhere}</h2>
<p class="muted">${texts.everywhereText}</p>
<form method="post" action="${signOutPath}/everywhere">${madeFor(person)}<p class="buttons"><button>${texts.everywhere}</button></p></form>
</section>`;
}
