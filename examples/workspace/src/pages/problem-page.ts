import type { SettingsShell } from '@postern/settings';
import { html } from 'hono/html';
import type { ProblemPage } from '../http/error-response.js';
import { textsFor } from '../texts/texts.js';
import { homePath, setPageHeaders } from './page.js';

/** Creates the pages that say what went wrong: with the sidebar, or as a card to someone who is not signed in. */
export function problemPages(shell: SettingsShell): ProblemPage {
  return async function problemPage(c, problem, status) {
    const { problems } = textsFor(c.req.raw);
    const { title, text } = problems[problem];
    const content = {
      title,
      main: html`<h1>${title}</h1>
<p class="lead">${text}</p>
<p class="buttons"><a class="button" href="${homePath}">${problems.toKeys}</a></p>`,
    };
    // The sidebar needs the database, which may be what is down.
    const page = await shell.page(c.req.raw, content).catch(() => shell.card(c.req.raw, content));
    setPageHeaders(c);
    return c.html(page, status);
  };
}
