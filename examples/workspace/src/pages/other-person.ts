import type { SettingsShell } from '@postern/settings';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Person } from '../people/people.js';
import { settingsTextsFor } from '../texts/settings-texts.js';
import { homePath } from './page.js';

/** The page for someone who sends a form that was made for someone else: as in the settings. */
export async function otherPersonPage(
  c: Context,
  shell: SettingsShell,
  { name }: Pick<Person, 'name'>,
): Promise<Response> {
  const { otherPersonTitle, otherPerson, toOwnKeys } = settingsTextsFor(c.req.raw);
  const title = otherPersonTitle(name);
  const main = html`<h1>${title}</h1>
<p class="lead">${otherPerson}</p>
<p class="buttons"><a class="button" href="${homePath}">${toOwnKeys}</a></p>`;
  return c.html(await shell.page(c.req.raw, { title, main }), 409);
}
