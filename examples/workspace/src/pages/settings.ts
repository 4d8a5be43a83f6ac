import type { ActorReference, Owner } from '@postern/core';
import { type ManagementHandler, type ManagementOptions, managementHandler } from '@postern/management';
import { de, en, type SettingsHandler, settingsPages, type Texts } from '@postern/settings';
import { parseAccept } from 'hono/utils/accept';
import type { SignIns } from '../http/sign-ins.js';
import { teamKeysNotInPlan } from '../keys/key-policy.js';
import { ownersOf } from '../keys/owner-directory.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import { hasTeamKeys, type OrganisationStore } from '../people/organisation.js';
import type { People } from '../people/people.js';
import type { Teams } from '../people/teams.js';
import { agentPagePath } from './admin-agent.js';
import { intakePagePath } from './intake-webhooks.js';
import { signInUrl } from './sign-in.js';

interface Parts {
  readonly keys: WorkspaceKeys;
  readonly signIns: SignIns;
  readonly people: People;
  readonly teams: Teams;
  readonly organisation: OrganisationStore;
}

/** Where the pages are. */
export const settingsPath = '/settings';

/** The pages under Settings, and the API. */
interface WorkspaceSettings {
  /** Settings → Profile → API Keys, and Settings → Teams → a team → Keys. */
  readonly pages: SettingsHandler;
  /** The same for programs with a session: `/user/keys` and `/teams/{teamId}/keys`. */
  readonly api: ManagementHandler;
}

export function workspaceSettings({ keys, signIns, people, teams, organisation }: Parts): WorkspaceSettings {
  const host: ManagementOptions = {
    async authenticate(request) {
      const person = await signIns.findPerson(request);
      return person === undefined ? null : { kind: 'user', id: person.id };
    },
    ownersOf: (actor) => ownersOf(teams, actor),
  };
  const pages = settingsPages(keys, {
    ...host,
    texts: textsFor,
    async nameOf({ kind, id }: Owner | ActorReference) {
      return (kind === 'user' ? await people.findName(id) : await teams.findName(id)) ?? id;
    },
    async createDisabledReason({ kind }) {
      if (kind !== 'team') return null;
      const { plan } = await organisation.get();
      return hasTeamKeys(plan) ? null : teamKeysNotInPlan(plan);
    },
    signInUrl: ({ url }) => signInUrl(settingsPath + new URL(url).pathname),
    links: [
      { href: agentPagePath, text: 'Admin agent' },
      { href: intakePagePath, text: 'Integrations → Intake Webhooks' },
      { href: '/sign-out', text: 'Sign out' },
    ],
  });
  const session = { type: 'apiKey', in: 'cookie', name: signIns.cookieName } as const;
  const openApi = { info: { title: 'API keys of the workspace' }, securitySchemes: { session } };
  return { pages, api: managementHandler(keys, { ...host, openApi }) };
}

const languages: readonly Texts[] = [en, de];

/** The texts in the language that the browser prefers, if there are any. */
function textsFor({ headers }: Request): Texts {
  const preferred = parseAccept(headers.get('Accept-Language') ?? '').filter(({ q }) => q > 0);
  const found = preferred.flatMap(({ type }) =>
    languages.filter(({ language }) => type.split('-')[0]?.toLowerCase() === language),
  );
  return found[0] ?? en;
}
