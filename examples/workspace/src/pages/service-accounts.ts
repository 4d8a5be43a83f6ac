import type { SettingsShell } from '@postern/settings';
import { type Context, Hono } from 'hono';
import { HttpError } from '../http/http-error.js';
import { readPersonForm } from '../http/person-form.js';
import { sameOrigin } from '../http/same-origin.js';
import type { SignIns } from '../http/sign-ins.js';
import { isStorable } from '../http/storable-text.js';
import { type CheckedText, checkText } from '../http/text-field.js';
import type { OwnerStores } from '../keys/named-owners.js';
import { isPermission } from '../keys/permissions.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Person } from '../people/people.js';
import { maxServiceAccounts, type ServiceAccount } from '../people/service-accounts.js';
import { settingsTextsFor } from '../texts/settings-texts.js';
import { textsFor } from '../texts/texts.js';
import { otherPersonPage } from './other-person.js';
import { pageHeaders } from './page.js';
import {
  type AccountForm,
  addAccountPage,
  changeAccountPage,
  type FormError,
} from './service-account-forms.js';
import { accountListPage, servicesPagePath } from './service-account-list.js';
import { signInUrl } from './sign-in.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly signIns: SignIns;
  readonly shell: SettingsShell;
}

const newPath = `${servicesPagePath}/new`;
const changes = {
  [`${servicesPagePath}/:id/activate`]: { active: true, done: 'activated' },
  [`${servicesPagePath}/:id/deactivate`]: { active: false, done: 'deactivated' },
};

/** How long the form may be, in bytes: an encoded character takes up to twelve. */
const maxFormBytes = 4 * 1024;

/** Settings → Service accounts: admins of the organisation add them, and activate or deactivate them. */
export function servicePages(parts: Parts): Hono {
  const { signIns, serviceAccounts, shell } = parts;
  const pages = new Hono();
  // Not for all paths below: those of the keys have their own headers.
  for (const path of [servicesPagePath, newPath, ...Object.keys(changes)])
    pages.use(path, pageHeaders, sameOrigin);

  /** Runs for an admin, with the form that they sent. For anyone else who is signed in, the page does not exist. */
  async function asAdmin(
    c: Context,
    respond: (person: Person, form: URLSearchParams) => Promise<Response>,
  ): Promise<Response> {
    const person = await signIns.findPerson(c.req.raw);
    if (person === undefined)
      return c.redirect(signInUrl(c.req.method === 'GET' ? c.req.path : servicesPagePath), 303);
    const form = await readPersonForm(c, person, maxFormBytes);
    // First, as everywhere below the settings: a page that does not exist would not say who is signed in.
    if (form === undefined) return otherPersonPage(c, shell, person);
    if (person.role !== 'admin') throw notFound();
    return respond(person, form);
  }

  async function findAccount(c: Context): Promise<ServiceAccount> {
    const account = await serviceAccounts.find(c.req.param('id') ?? '');
    if (account === undefined) throw notFound();
    return account;
  }

  pages.get(servicesPagePath, (c) =>
    asAdmin(c, async () => {
      const { done = '', key: accountId = '' } = c.req.query();
      return c.html(await accountListPage(parts, c.req.raw, { done, accountId }));
    }),
  );

  pages.get(newPath, (c) =>
    asAdmin(c, async (person) => {
      const parts = { shell, request: c.req.raw, person };
      return c.html(await addAccountPage(parts, { name: '', permissions: [] }));
    }),
  );

  pages.post(servicesPagePath, (c) =>
    asAdmin(c, async (person, fields) => {
      const form = accountFormOf(fields);
      const filled = { form, name: checkText(fields.get('name')), person, request: c.req.raw };
      const added = await add(parts, filled);
      if ('id' in added) return c.redirect(`${servicesPagePath}?done=added&key=${added.id}`, 303);
      return c.html(await addAccountPage({ shell, request: c.req.raw, person }, form, added), 422);
    }),
  );

  for (const [path, { active, done }] of Object.entries(changes)) {
    pages.get(path, (c) =>
      asAdmin(c, async (person) =>
        c.html(await changeAccountPage(parts, c.req.raw, { account: await findAccount(c), person, active })),
      ),
    );

    pages.post(path, (c) =>
      asAdmin(c, async () => {
        const changed = await serviceAccounts.change(c.req.param('id') ?? '', { active });
        if (changed === undefined) throw notFound();
        return c.redirect(`${servicesPagePath}?done=${done}&key=${changed.id}`, 303);
      }),
    );
  }

  return pages;
}

function notFound(): HttpError {
  return new HttpError(404, 'this route does not exist');
}

function accountFormOf(form: URLSearchParams): AccountForm {
  const name = form.get('name') ?? '';
  const chosen = new Set(form.getAll('permissions').filter(isPermission));
  return { name: isStorable(name) ? name : '', permissions: [...chosen] };
}

/** What someone filled in. `form` has only what can be shown again. */
interface Filled {
  readonly form: AccountForm;
  readonly name: CheckedText;
  readonly person: Person;
  readonly request: Request;
}

/** Adds an account. Returns why not, for the person. */
async function add(
  { serviceAccounts }: Parts,
  { form, name, person, request }: Filled,
): Promise<ServiceAccount | FormError> {
  const texts = textsFor(request).services;
  if (!name.ok) return { field: 'name', message: nameText(request, name) };
  if (form.permissions.length === 0) return { field: 'permissions', message: texts.chooseSomething };
  const addition = await serviceAccounts.add({ ...form, name: name.text, createdBy: person.id });
  switch (addition.outcome) {
    case 'added':
      return addition.account;
    case 'name taken':
      return { field: 'name', message: texts.nameTaken };
    case 'full':
      return { field: null, message: texts.full(maxServiceAccounts) };
  }
}

/** As the settings say it of the name of a key. */
function nameText(request: Request, { flaw, length }: Extract<CheckedText, { readonly ok: false }>): string {
  const sentences = settingsTextsFor(request).errors.ERR_INVALID_NAME;
  return flaw === 'too_long' ? sentences.too_long(String(length)) : sentences[flaw];
}
