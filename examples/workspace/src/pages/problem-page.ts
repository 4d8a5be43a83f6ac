import type { SettingsShell } from '@postern/settings';
import { html } from 'hono/html';
import type { ProblemPage } from '../http/error-response.js';
import type { SignIns } from '../http/sign-ins.js';
import { textsFor } from '../texts/texts.js';
import { homePath, setPageHeaders } from './page.js';

/** Creates the pages that say what went wrong: with the sidebar, or as a card to someone who is not signed in. */
export function problemPages(shell: SettingsShell, signIns: SignIns): ProblemPage {
  return async function problemPage(c, problem, status) {
    const { problems, signIn } = textsFor(c.req.raw);
    const { title, text } = problems[problem];
    // This, and the sidebar, need the database, which may be what is down.
    const isSignedOut = await signIns.findPerson(c.req.raw).then(
      (person) => person === undefined,
      () => false,
    );
    const content = {
      title,
      main: html`<h1>${title}</h1>
<p class="lead">${text}</p>
<p class="buttons"><a class="button" href="${homePath}">${isSignedOut ? signIn.signIn : problems.toKeys}</a></p>`,
    };
    const page = await shell.page(c.req.raw, content).catch(() => shell.card(c.req.raw, content));
    setPageHeaders(c);
    return c.html(page, status);
  };
}
