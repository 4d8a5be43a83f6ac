import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { readForm } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import { sameOrigin } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import { isStorable } from '../http/storable-text.js';
import { holdsToken, readText } from '../http/text-field.js';
import { keysPagePath, nameOf, type OwnerStores } from '../keys/named-owners.js';
import { isPermission, type Permission, permissions } from '../keys/permissions.js';
import type { Person } from '../people/people.js';
import { additionRefusals, type ServiceAccount } from '../people/service-accounts.js';
import { type Markup, page, pageHeaders } from './page.js';
import { signInUrl } from './sign-in.js';

interface Parts extends OwnerStores {
  readonly signIns: SignIns;
}

/** Where the page is. */
export const servicesPagePath = '/settings/services';

const changes = {
  [`${servicesPagePath}/:id/activate`]: { active: true },
  [`${servicesPagePath}/:id/deactivate`]: { active: false },
};

/** How long the form may be, in bytes: an encoded character takes up to twelve. */
const maxFormBytes = 4 * 1024;

/** Settings → Service accounts: admins of the organisation add them, and activate or deactivate them. */
export function servicePages(parts: Parts): Hono {
  const { signIns, serviceAccounts } = parts;
  const pages = new Hono();
  // Not for all paths below: those of the keys have their own headers.
  for (const path of [servicesPagePath, ...Object.keys(changes)]) pages.use(path, pageHeaders, sameOrigin);

  /** Runs for an admin. For anyone else who is signed in, the page does not exist. */
  async function asAdmin(
    c: Context,
    respond: (person: Person) => Response | Promise<Response>,
  ): Promise<Response> {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined) return c.redirect(signInUrl(servicesPagePath), 303);
    return person.role === 'admin' ? respond(person) : c.html(notFoundPage(), 404);
  }

  pages.get(servicesPagePath, (c) => asAdmin(c, async () => c.html(await servicesPage(parts, emptyForm))));

  pages.post(servicesPagePath, (c) =>
    asAdmin(c, async (person) => {
      const form = await readAccountForm(c);
      const error = await add(parts, person, form);
      if (error === undefined) return c.redirect(servicesPagePath, 303);
      return c.html(await servicesPage(parts, form, error), 422);
    }),
  );

  for (const [path, change] of Object.entries(changes))
    pages.post(path, (c) =>
      asAdmin(c, async () => {
        const changed = await serviceAccounts.change(c.req.param('id') ?? '', change);
        return changed === undefined ? c.html(notFoundPage(), 404) : c.redirect(servicesPagePath, 303);
      }),
    );

  return pages;
}

/** The fields of the form for a new account, as filled in. */
interface AccountForm {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

const emptyForm: AccountForm = { name: '', permissions: [] };

async function readAccountForm(c: Context): Promise<AccountForm> {
  const form = await readForm(c, maxFormBytes);
  const name = form.get('name') ?? '';
  const chosen = new Set(form.getAll('permissions').filter(isPermission));
  return { name: isStorable(name) ? name : '', permissions: [...chosen] };
}

/** Adds an account. Returns why not, for the person. */
async function add(
  { serviceAccounts }: Parts,
  person: Person,
  form: AccountForm,
): Promise<string | undefined> {
  if (form.permissions.length === 0) return 'choose what the account may do';
  try {
    const name = readText(form.name, 'the name');
    const { outcome } = await serviceAccounts.add({ ...form, name, createdBy: person.id });
    return outcome === 'added' ? undefined : additionRefusals[outcome];
  } catch (error) {
    if (error instanceof HttpError) return error.message;
    throw error;
  }
}

async function servicesPage(parts: Parts, form: AccountForm, error?: string): Promise<Awaited<Markup>> {
  const accounts = await parts.serviceAccounts.list();
  return page(
    'Service accounts',
    html`<p><a href="/settings/user/keys">Settings</a></p>
<p>A service account has keys that belong to no person or team, such as those of a deployment or another service. Admins of the organisation manage them.</p>
<p class="hint">While an account is deactivated, all of its keys are refused.</p>
${accounts.length === 0 ? html`<p>No service accounts yet.</p>` : await accountTable(parts, accounts)}
<h2 id="add">Add a service account</h2>
<form method="post" action="${servicesPagePath}" aria-labelledby="add">
${error === undefined ? '' : html`<p class="error" id="form-error" role="alert">${sentence(error)}</p>`}
<p><label for="name">Name</label>
<input id="name" name="name" value="${/* P09 services */ withoutToken(form.name)}" required maxlength="100" autocomplete="off"${error === undefined ? '' : html` aria-describedby="form-error" autofocus`}></p>
<fieldset><legend>Permissions</legend><p class="hint">Its keys can do no more than this.</p><ul>${permissions.map((permission, index) => html`<li><input type="checkbox" name="permissions" id="permission-${index}" value="${permission}"${form.permissions.includes(permission) ? html` checked` : ''}> <label for="permission-${index}"><code>${permission}</code></label></li>`)}</ul></fieldset>
<p><button class="primary">Add service account</button></p>
</form>`,
  );
}

// The roles are explicit because some browsers remove them from a table whose rows the style shows as cards.
async function accountTable(stores: OwnerStores, accounts: readonly ServiceAccount[]): Promise<Markup> {
  const columns = ['Name', 'State', 'Permissions', 'Added by', 'Added'];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  return html`<table role="table" aria-label="Service accounts">
<thead role="rowgroup"><tr role="row">${heads}<th role="columnheader" scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody role="rowgroup">${await Promise.all(accounts.map((account) => accountRow(stores, account)))}</tbody>
</table>`;
}

async function accountRow(stores: OwnerStores, account: ServiceAccount): Promise<Markup> {
  const { id, name, active, permissions, createdBy, createdAt } = account;
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  const [change, text] = active ? ['deactivate', 'Deactivate'] : ['activate', 'Activate'];
  return html`<tr role="row">
<th role="rowheader" scope="row">${name}</th>
${cell('State', active ? 'Active' : 'Deactivated')}
${cell('Permissions', permissions.join(', ') || 'None')}
${cell('Added by', await nameOf(stores, { kind: 'user', id: createdBy }))}
${cell('Added', html`<time datetime="${createdAt}">${createdAt.slice(0, 10)}</time>`)}
<td role="cell" class="actions"><form method="post" action="${servicesPagePath}/${id}/${change}"><a class="button" href="${keysPagePath({ kind: 'service', id })}" aria-label="Keys of ${name}">Keys</a> <button aria-label="${text} ${name}">${text}</button></form></td>
</tr>
`;
}

function withoutToken(name: string): string {
  return holdsToken(name) ? '' : name;
}

/** Turns a message for programs into one for people. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

function notFoundPage(): Markup {
  return page(
    'This page does not exist, or you may not see it.',
    html`<p><a href="/settings/user/keys">Settings</a></p>`,
  );
}
