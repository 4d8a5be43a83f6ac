import { pageHeader, type SettingsShell } from '@postern/settings';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { SignIns } from '../http/sign-ins.js';
import type { Intake, WorkItems } from '../intake/work-items.js';
import { keysPagePath } from '../keys/named-owners.js';
import type { Permission } from '../keys/permissions.js';
import { hasTeamKeys, type OrganisationStore } from '../people/organisation.js';
import type { Person } from '../people/people.js';
import { managesTeamKeys, type Teams } from '../people/teams.js';
import { textsFor, type WorkspaceTexts } from '../texts/texts.js';
import { copyButton } from './copy-button.js';
import { inlineText } from './inline-text.js';
import { intakeSnippets, type Snippet } from './intake-snippets.js';
import { intakeWork } from './intake-work.js';
import { type Markup, pageHeaders } from './page.js';
import { signInUrl } from './sign-in.js';
import { workspaceStylePath } from './workspace-style.js';

interface Parts {
  readonly signIns: SignIns;
  readonly teams: Teams;
  readonly organisation: OrganisationStore;
  readonly items: WorkItems;
  readonly shell: SettingsShell;
  /** The URL of the workspace, if people reach it over HTTPS, which a proxy terminates. `undefined`: plain HTTP. */
  readonly httpsUrl: string | undefined;
}

/** Where the page is. */
export const intakePagePath = '/integrations/intake-webhooks';

/** How many work items of an intake are shown. */
const shownItems = 10;

/** What a key needs to send work. */
const neededPermission: Permission = 'intake:submit';

/** Intake webhooks: the addresses of the intakes of a person's teams, how to use them, and their latest work. */
export function intakePages(parts: Parts): Hono {
  const { signIns, teams, items, shell, httpsUrl } = parts;
  const pages = new Hono();
  pages.use(intakePagePath, pageHeaders);

  pages.get(intakePagePath, async (c) => {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) return c.redirect(signInUrl(intakePagePath), 303);
    const { general, intake: texts } = textsFor(c.req.raw);
    const intakes = await items.listIntakes(await teams.listForPerson(person.id));
    const origin = httpsUrl ?? new URL(c.req.url).origin;
    const sections = intakes.map((intake) => intakeSection(parts, c.req.raw, { intake, person, origin }));
    return c.html(
      await shell.page(c.req.raw, {
        title: texts.title,
        here: intakePagePath,
        styles: [workspaceStylePath],
        crumbs: [{ text: general.settings, href: '/settings' }, { text: general.build }],
        main: html`${pageHeader({ title: texts.title, lead: texts.intro })}
${intakes.length === 0 ? html`<div class="card empty"><h2>${texts.noneTitle}</h2><p>${texts.noneText}</p></div>` : await Promise.all(sections)}`,
      }),
    );
  });

  return pages;
}

interface Section {
  readonly intake: Intake;
  readonly person: Person;
  readonly origin: string;
}

async function intakeSection(
  { teams, organisation, items }: Parts,
  request: Request,
  { intake, person, origin }: Section,
): Promise<Markup> {
  const texts = textsFor(request);
  const { id, name, teamId } = intake;
  const team = (await teams.findName(teamId)) ?? teamId;
  const role = await teams.findRole(teamId, person.id);
  const hasTeamKey =
    role !== undefined && managesTeamKeys(role) && hasTeamKeys((await organisation.get()).plan);
  const address = `${origin}/v1/intake/${id}`;
  const work = await items.latest(id, shownItems);
  return html`<section class="intake" aria-labelledby="intake-${id}">
<h2 id="intake-${id}">${name} <span class="muted">· ${texts.intake.ofTeam(team)}</span></h2>
<div class="secret"><code id="address-${id}" tabindex="-1">${address}</code>${copyButton(texts, `address-${id}`, texts.intake.address)}</div>
<h3 id="send-${id}">${texts.intake.send}</h3>
<p class="lead">${inlineText(texts.intake.whichKey(team, neededPermission))} ${createLink(texts, hasTeamKey ? teamId : undefined)}</p>
${snippetTabs(texts, id, intakeSnippets(address))}
<p class="hint">${inlineText(texts.intake.retries)}</p>
<h3 id="work-${id}">${texts.intake.latest}</h3>
${intakeWork(request, work, `work-${id}`)}
</section>
`;
}

/** A link to the form for a key that the intake accepts: of the team, if the person may create one. */
function createLink({ intake }: WorkspaceTexts, teamId: string | undefined): Markup {
  const owner = teamId === undefined ? { kind: 'user', id: '' } : { kind: 'team', id: teamId };
  const text = teamId === undefined ? intake.createOwnKey : intake.createTeamKey;
  return html`<a href="${keysPagePath(owner)}/new" data-dialog>${text}</a>.`;
}

/** The code for one tool at a time. The style shows what is chosen, so this works without the script. */
function snippetTabs(texts: WorkspaceTexts, intakeId: string, snippets: readonly Snippet[]): Markup {
  const choices = snippets.map(
    ({ id, tool }, index) =>
      html`<label><input class="hidden" type="radio" name="tool-${intakeId}" value="${id}"${index === 0 ? html` checked` : ''}>${tool}</label>`,
  );
  const panels = snippets.map(({ id, tool, code }) => {
    const codeId = `${id}-${intakeId}`;
    return html`<div class="snippet ${id}" data-tool="${tool}"><pre><code id="${codeId}" tabindex="-1">${code}</code></pre>${copyButton(texts, codeId, tool)}</div>
`;
  });
  return html`<fieldset class="snippets" aria-labelledby="send-${intakeId}">
<div class="tabs">${choices}</div>
${panels}</fieldset>`;
}
