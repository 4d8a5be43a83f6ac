import { Hono } from 'hono';
import { html } from 'hono/html';
import type { SignIns } from '../http/sign-ins.js';
import { samplePayload } from '../intake/work.js';
import type { Intake, ListedWork, WorkItems } from '../intake/work-items.js';
import type { Teams } from '../people/teams.js';
import { type Markup, page, pageHeaders } from './page.js';
import { signInUrl } from './sign-in.js';

interface Parts {
  readonly signIns: SignIns;
  readonly teams: Teams;
  readonly items: WorkItems;
  /** The URL of the workspace, if people reach it over HTTPS, which a proxy terminates. `undefined`: plain HTTP. */
  readonly httpsUrl: string | undefined;
}

/** Where the page is. */
export const intakePagePath = '/integrations/intake-webhooks';

/** How many work items of an intake are shown. */
const shownItems = 10;

/** Integrations → Intake Webhooks: the URLs of the intakes of a person's teams, and their latest work. */
export function intakePages({ signIns, teams, items, httpsUrl }: Parts): Hono {
  const pages = new Hono();
  pages.use(intakePagePath, pageHeaders);
  pages.get(intakePagePath, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) return c.redirect(signInUrl(intakePagePath), 303);
    const intakes = await items.listIntakes(await teams.listForPerson(person.id));
    const origin = httpsUrl ?? new URL(c.req.url).origin;
    const sections = intakes.map(async (intake) =>
      intakeSection(intake, `${origin}/v1/intake/${intake.id}`, await items.latest(intake.id, shownItems)),
    );
    return c.html(
      page(
        'Integrations → Intake Webhooks',
        html`<p><a href="/settings/user/keys">Settings</a></p>
${intakes.length === 0 ? html`<p>Your teams have no intakes.</p>` : await Promise.all(sections)}`,
      ),
    );
  });
  return pages;
}

function intakeSection({ id, teamId }: Intake, address: string, work: readonly ListedWork[]): Markup {
  return html`<section>
<h2>${id}</h2>
<p>An intake of the team ${teamId}. It accepts keys of the team and of its members, as Bearer tokens.</p>
<p><code>${address}</code></p>
<pre tabindex="0"><code>curl ${address} \\
  -H "Authorization: Bearer team.abc123..." \\
  -H "Content-Type: application/json" \\
  -d '${samplePayload}'</code></pre>
<h3>Latest work items</h3>
${work.length === 0 ? html`<p>No work yet.</p>` : html`<ul>${work.map(workItem)}</ul>`}
</section>
`;
}

function workItem({ id, status, error, createdAt }: ListedWork): Markup {
  const why = error === null ? '' : html`: <q>${error}</q>`;
  return html`<li><code>${id}</code> ${status}, <time datetime="${createdAt}">${createdAt}</time>${why}</li>`;
}
