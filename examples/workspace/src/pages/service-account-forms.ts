import { displayForm } from '@postern/core';
import { relativeTime, type SettingsShell } from '@postern/settings';
import { html } from 'hono/html';
import { madeFor } from '../http/person-form.js';
import { holdsToken } from '../http/text-field.js';
import { type Permission, permissions } from '../keys/permissions.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Person } from '../people/people.js';
import type { ServiceAccount } from '../people/service-accounts.js';
import { settingsTextsFor } from '../texts/settings-texts.js';
import { textsFor, type WorkspaceTexts } from '../texts/texts.js';
import type { Markup } from './page.js';
import { servicesPagePath } from './service-account-list.js';
import { workspaceStylePath } from './workspace-style.js';

/** The fields of the form for a new account, as filled in. */
export interface AccountForm {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** What is wrong with the form. `field: null`: it is not about a single field. */
export interface FormError {
  readonly field: 'name' | 'permissions' | null;
  readonly message: string;
}

/** The page on which an account is added. */
export function addAccountPage(
  {
    shell,
    request,
    person,
  }: { readonly shell: SettingsShell; readonly request: Request; readonly person: Person },
  form: AccountForm,
  error?: FormError,
): Promise<Markup> {
  const texts = textsFor(request);
  const { services } = texts;
  const errorText = (field: FormError['field']) =>
    error?.field === field
      ? html`<p class="error" id="${field ?? 'form'}-error" role="alert">${error.message}</p>`
      : '';
  const invalid = error?.field === 'name' ? html` aria-invalid="true"` : '';
  return shell.page(request, {
    title: services.addTitle,
    here: servicesPagePath,
    styles: [workspaceStylePath],
    crumbs: crumbs(texts),
    main: html`<h1>${services.addTitle}</h1>
<form method="post" action="${servicesPagePath}" data-no-answer="${texts.general.noAnswer}">
${madeFor(person)}
${errorText(null)}
<div class="field"><label for="name">${services.name}</label>
<input id="name" name="name" value="${/* P09 services */ withoutToken(form.name)}" required maxlength="100" autocomplete="off" autofocus aria-describedby="${invalid === '' ? '' : 'name-error '}name-hint"${invalid}>
<p class="hint" id="name-hint">${services.nameHint}</p>
${errorText('name')}</div>
<fieldset aria-describedby="permissions-hint"><legend>${services.permissions}</legend>
<p class="hint" id="permissions-hint">${services.permissionsHint}</p>
${errorText('permissions')}
${permissions.map((permission, index) => permissionChoice(texts, form, { permission, index }))}</fieldset>
<p class="buttons"><a class="button" href="${servicesPagePath}" data-close>${services.cancel}</a> <button class="primary">${services.add}</button></p>
</form>`,
  });
}

function permissionChoice(
  texts: WorkspaceTexts,
  form: AccountForm,
  { permission, index }: { readonly permission: Permission; readonly index: number },
): Markup {
  const checked = form.permissions.includes(permission) ? html` checked` : '';
  return html`<div class="choice"><input type="checkbox" name="permissions" id="permission-${index}" value="${permission}"${checked} aria-describedby="permission-${index}-hint">
<label for="permission-${index}"><code>${permission}</code></label>
<p class="hint" id="permission-${index}-hint">${texts.permissions[permission]}</p></div>
`;
}

function withoutToken(name: string): string {
  return holdsToken(name) ? '' : name;
}

interface ChangeParts {
  readonly keys: WorkspaceKeys;
  readonly shell: SettingsShell;
}

interface AccountChange {
  readonly account: ServiceAccount;
  readonly person: Person;
  /** Whether the account is to be active. */
  readonly active: boolean;
}

/** The page that asks for confirmation before an account is activated or deactivated, and says what that does. */
export async function changeAccountPage(
  { keys, shell }: ChangeParts,
  request: Request,
  { account, person, active }: AccountChange,
): Promise<Awaited<Markup>> {
  const texts = textsFor(request);
  const { services } = texts;
  const { id, name } = account;
  const owner = { kind: 'service', id } as const;
  const working = await keys.list({ owner, actor: { kind: 'user', id: person.id }, state: 'accepted' });
  const count = [working.keys.length, working.nextCursor !== null] as const;
  const lastUsed = working.keys.reduce<(typeof working.keys)[number] | undefined>(
    (latest, key) => ((key.lastUsedAt ?? 0) > (latest?.lastUsedAt ?? 0) ? key : latest),
    undefined,
  );
  const title = active ? services.activateTitle(name) : services.deactivateTitle(name);
  const [action, button] = active
    ? ['activate', html`<button class="primary">${services.activate}</button>`]
    : ['deactivate', html`<button class="danger">${services.deactivate}</button>`];
  return shell.page(request, {
    title,
    here: servicesPagePath,
    styles: [workspaceStylePath],
    crumbs: crumbs(texts),
    main: html`<h1>${title}</h1>
<p>${active ? services.activateText(...count) : services.deactivateText(...count)}</p>
${lastUsed === undefined ? '' : html`<p class="muted">${services.lastUsed(`${lastUsed.name} (${displayForm(lastUsed)})`)} ${relativeTime(settingsTextsFor(request), lastUsed.lastUsedAt)}</p>`}
${active ? '' : html`<p class="muted">${services.undo}</p>`}
<form method="post" action="${servicesPagePath}/${id}/${action}" data-no-answer="${texts.general.noAnswer}">
${madeFor(person)}
<p class="buttons"><a class="button" href="${servicesPagePath}" data-close autofocus>${services.cancel}</a> ${button}</p>
</form>`,
  });
}

function crumbs({ general, services }: WorkspaceTexts) {
  return [
    { text: general.settings, href: '/settings' },
    { text: general.organisation },
    { text: services.title, href: servicesPagePath },
  ];
}
