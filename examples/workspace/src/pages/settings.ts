import type { Actor } from '@postern/core';
import { type ManagementHandler, type ManagementOptions, managementHandler } from '@postern/management';
import { de, en, type SettingsHandler, settingsPages, type Texts } from '@postern/settings';
import type { SignIns } from '../http/sign-ins.js';
import { teamKeysNotInPlan } from '../keys/key-policy.js';
import { nameOf, type OwnerStores, ownerPaths, ownersOf } from '../keys/named-owners.js';
import type { OwnerKind, WorkspaceKeys } from '../keys/workspace-keys.js';
import { hasTeamKeys, type OrganisationStore } from '../people/organisation.js';
import { deServices } from '../texts/areas/services.js';
import { type Language, textsFor } from '../texts/texts.js';
import { agentPagePath } from './admin-agent.js';
import { intakePagePath } from './intake-webhooks.js';
import { servicesPagePath } from './service-accounts.js';
import { signInUrl } from './sign-in.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly signIns: SignIns;
  readonly organisation: OrganisationStore;
}

/** Where the pages are. */
export const settingsPath = '/settings';

/** The pages under Settings, and the API. */
interface WorkspaceSettings {
  /** Settings → Profile → API Keys, and the keys of each team and each service account. */
  readonly pages: SettingsHandler;
  /**
   * The same for programs with a session: `/user/keys`, `/teams/{teamId}/keys` and `/services/{id}/keys`. For admins of
   * the organisation, also the keys of all owners: `/admin/keys`.
   */
  readonly api: ManagementHandler;
}

export function workspaceSettings(parts: Parts): WorkspaceSettings {
  const { keys, signIns, people, serviceAccounts, organisation } = parts;
  const host: ManagementOptions<OwnerKind> = {
    async authenticate(request) {
      const person = await signIns.findPerson(request);
      return person === undefined ? null : { kind: 'user', id: person.id };
    },
    ownersOf: (actor) => ownersOf(parts, actor),
    ownerPaths,
  };
  const pages = settingsPages(keys, {
    ...host,
    texts: (request) => settingsTexts[textsFor(request).language],
    nameOf: (whom) => nameOf(parts, whom),
    async createDisabledReason({ kind, id }) {
      if (kind === 'service' && (await serviceAccounts.find(id))?.active === false) return deactivated;
      if (kind !== 'team') return null;
      const { plan } = await organisation.get();
      return hasTeamKeys(plan) ? null : teamKeysNotInPlan(plan);
    },
    signInUrl: ({ url }) => signInUrl(settingsPath + new URL(url).pathname),
    links: async ({ id }) => [
      ...((await people.isAdmin(id)) ? [{ href: servicesPagePath, text: 'Manage service accounts' }] : []),
      { href: agentPagePath, text: 'Admin agent' },
      { href: intakePagePath, text: 'Integrations → Intake Webhooks' },
      { href: '/sign-out', text: 'Sign out' },
    ],
  });
  const session = { type: 'apiKey', in: 'cookie', name: signIns.cookieName } as const;
  const isAdmin = ({ kind, id }: Actor) => kind === 'user' && people.isAdmin(id);
  const openApi = { info: { title: 'API keys of the workspace' }, securitySchemes: { session } };
  return { pages, api: managementHandler(keys, { ...host, isAdmin, openApi }) };
}

const deactivated = 'This service account is deactivated. Activate it to create keys.';

const settingsTexts: Readonly<Record<Language, Texts>> = {
  en,
  de: { ...de, titles: { service: deServices.title } },
};
