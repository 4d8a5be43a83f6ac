import type { Actor } from '@postern/core';
import { type ManagementHandler, type ManagementOptions, managementHandler } from '@postern/management';
import {
  type SettingsHandler,
  type SettingsLink,
  type SettingsOptions,
  type SettingsShell,
  settingsPages,
  settingsShell,
} from '@postern/settings';
import type { SignIns } from '../http/sign-ins.js';
import { nameOf, type OwnerStores, ownerPaths, ownersOf } from '../keys/named-owners.js';
import { isPermission } from '../keys/permissions.js';
import type { OwnerKind, WorkspaceKeys } from '../keys/workspace-keys.js';
import { hasTeamKeys, type OrganisationStore } from '../people/organisation.js';
import { planName } from '../texts/areas/refusals.js';
import { settingsTextsFor } from '../texts/settings-texts.js';
import { textsFor } from '../texts/texts.js';
import { chatPath } from './admin-agent/paths.js';
import { intakePagePath } from './intake-webhooks.js';
import { homePath } from './page.js';
import { servicesPagePath } from './service-account-list.js';
import { signInUrl } from './sign-in.js';
import { signOutPath } from './sign-out.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly signIns: SignIns;
  readonly organisation: OrganisationStore;
  readonly httpsUrl: string | undefined;
}

/** Where the pages are. */
export const settingsPath = '/settings';

/** The pages under Settings, and the API. */
export interface WorkspaceSettings {
  /** Settings → Profile → API Keys, and the keys of each team and each service account. */
  readonly pages: SettingsHandler;
  /** The sidebar and the style of these pages, for the workspace's other pages. */
  readonly shell: SettingsShell;
  /**
   * The same for programs with a session: `/user/keys`, `/teams/{teamId}/keys` and `/services/{id}/keys`. For admins of
   * the organisation, also the keys of all owners: `/admin/keys`.
   */
  readonly api: ManagementHandler;
}

export function workspaceSettings(parts: Parts): WorkspaceSettings {
  const { keys, signIns, people } = parts;
  const host: ManagementOptions<OwnerKind> = {
    async authenticate(request) {
      const person = await signIns.findPerson(request);
      return person === undefined ? null : { kind: 'user', id: person.id };
    },
    ownersOf: (actor) => ownersOf(parts, actor),
    ownerPaths,
    isAdmin: ({ kind, id }: Actor) => kind === 'user' && people.isAdmin(id),
  };
  const options = { ...host, ...pageOptions(parts) };
  const session = { type: 'apiKey', in: 'cookie', name: signIns.cookieName } as const;
  const openApi = { info: { title: 'API keys of the workspace' }, securitySchemes: { session } };
  return {
    pages: settingsPages(keys, options),
    shell: settingsShell(keys, { ...options, path: settingsPath }),
    api: managementHandler(keys, { ...host, openApi }),
  };
}

function pageOptions(parts: Parts): Omit<SettingsOptions<OwnerKind>, keyof ManagementOptions> {
  const { people, serviceAccounts, organisation, httpsUrl } = parts;
  return {
    texts: settingsTextsFor,
    nameOf: (whom) => nameOf(parts, whom),
    describeScope: (scope, request) =>
      isPermission(scope) ? textsFor(request).permissions[scope] : undefined,
    async createDisabledReason({ kind, id }, _actor, request) {
      const { refusals } = textsFor(request);
      if (kind === 'service' && (await serviceAccounts.find(id))?.active === false)
        return refusals.accountDeactivated;
      if (kind !== 'team') return null;
      const { plan } = await organisation.get();
      return hasTeamKeys(plan) ? null : refusals.noTeamKeys(planName(plan));
    },
    signInUrl: ({ url }) => signInUrl(settingsPath + new URL(url).pathname),
    signOutUrl: () => signOutPath,
    // An organisation may have many service accounts. They have a page of their own.
    inSidebar: ({ kind }) => kind !== 'service',
    brand: { name: 'Workspace', href: homePath },
    exampleUrl: `${httpsUrl ?? 'http://localhost:8080'}/api/agents`,
    links: async ({ id }, request) => linksFor(request, { isAdmin: await people.isAdmin(id) }),
  };
}

function linksFor(request: Request, { isAdmin }: { readonly isAdmin: boolean }): readonly SettingsLink[] {
  const { general, services, chat, intake } = textsFor(request);
  const { organisation, build } = general;
  return [
    ...(isAdmin
      ? [{ href: servicesPagePath, text: services.title, group: organisation, ownerKind: 'service' }]
      : []),
    { href: chatPath, text: chat.title, group: build },
    { href: intakePagePath, text: intake.title, group: build },
  ];
}
