import { actionMenu, pageHeader, relativeTime, type SettingsShell } from '@postern/settings';
import { html } from 'hono/html';
import { keysPagePath, nameOf, type OwnerStores } from '../keys/named-owners.js';
import type { ServiceAccount } from '../people/service-accounts.js';
import { settingsTextsFor } from '../texts/settings-texts.js';
import { textsFor, type WorkspaceTexts } from '../texts/texts.js';
import type { Markup } from './page.js';
import { workspaceStylePath } from './workspace-style.js';

interface Parts extends OwnerStores {
  readonly shell: SettingsShell;
}

/** Where the page is. */
export const servicesPagePath = '/settings/services';

/** What an action did, according to the address, which anyone can make up. */
interface Done {
  readonly done: string;
  readonly accountId: string;
}

/** The page with all service accounts. */
export async function accountListPage(parts: Parts, request: Request, done: Done): Promise<Awaited<Markup>> {
  const texts = textsFor(request);
  const { services, general } = texts;
  const accounts = await parts.serviceAccounts.list();
  const add = html`<a class="button primary" href="${servicesPagePath}/new" data-dialog>${services.add}</a>`;
  const isEmpty = accounts.length === 0;
  return parts.shell.page(request, {
    title: services.title,
    here: servicesPagePath,
    styles: [workspaceStylePath],
    crumbs: [{ text: general.settings, href: '/settings' }, { text: general.organisation }],
    main: html`${pageHeader({ title: services.title, lead: services.intro, action: isEmpty ? '' : add })}
${doneMessage(texts, accounts, done)}
${isEmpty ? emptyState(texts, add) : await accountTable(parts, request, accounts)}`,
  });
}

/** Says what an action did, if that is true of the account now. */
function doneMessage(
  { services }: WorkspaceTexts,
  accounts: readonly ServiceAccount[],
  { done, accountId }: Done,
): Markup | string {
  const account = accounts.find(({ id }) => id === accountId);
  if (account === undefined) return '';
  const { name, active } = account;
  if (done === 'deactivated' && !active) return message(services.wasDeactivated(name));
  if (done === 'activated' && active) return message(services.wasActivated(name));
  if (done !== 'added' || !active) return '';
  const createKey = `${keysPagePath({ kind: 'service', id: account.id })}/new`;
  return message(html`${services.wasAdded(name)} <a href="${createKey}">${services.createKey}</a>`);
}

function message(text: string | Markup): Markup {
  return html`<p class="done" role="status" data-done>${text}</p>`;
}

function emptyState({ services }: WorkspaceTexts, add: Markup): Markup {
  return html`<div class="card empty"><h2>${services.emptyTitle}</h2><p>${services.emptyText}</p>${add}</div>`;
}

// The roles are explicit because some browsers remove them from a table whose rows the style shows as cards.
async function accountTable(
  parts: Parts,
  request: Request,
  accounts: readonly ServiceAccount[],
): Promise<Markup> {
  const { services } = textsFor(request);
  const columns = [services.name, services.permissions, services.addedBy, services.added, services.state];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  const rows = await Promise.all(accounts.map((account) => accountRow(parts, request, account)));
  return html`<div class="card"><table class="wide" role="table" aria-label="${services.title}">
<thead role="rowgroup"><tr role="row">${heads}<th role="columnheader" scope="col"><span class="hidden">${services.actions}</span></th></tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table></div>`;
}

async function accountRow(parts: Parts, request: Request, account: ServiceAccount): Promise<Markup> {
  const texts = textsFor(request);
  const { services } = texts;
  const { id, name, active, createdBy, createdAt } = account;
  const keys = keysPagePath({ kind: 'service', id });
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  const change = active
    ? { text: services.deactivate, href: `${servicesPagePath}/${id}/deactivate`, ends: true }
    : { text: services.activate, href: `${servicesPagePath}/${id}/activate` };
  const menu = actionMenu(services.actionsFor(name), [
    { text: services.keys, href: keys },
    { ...change, isDialog: true },
  ]);
  return html`<tr role="row" data-key="${id}">
<th role="rowheader" scope="row"><a class="name" href="${keys}">${name}</a></th>
${cell(services.permissions, permissionChips(texts, account))}
${cell(services.addedBy, await nameOf(parts, { kind: 'user', id: createdBy }))}
${cell(services.added, relativeTime(settingsTextsFor(request), new Date(createdAt)))}
${cell(services.state, active ? html`<span class="badge good">${services.active}</span>` : html`<span class="badge bad">${services.deactivated}</span>`)}
<td role="cell" class="actions">${menu}</td>
</tr>
`;
}

function permissionChips(
  { services, permissions }: WorkspaceTexts,
  account: Pick<ServiceAccount, 'permissions'>,
): Markup | string {
  if (account.permissions.length === 0) return html`<span class="muted">${services.noPermissions}</span>`;
  return html`${account.permissions.map(
    (permission) =>
      html`<span class="chip" title="${permissions[permission]}">${permission}<span class="hidden"> (${permissions[permission]})</span></span> `,
  )}`;
}
