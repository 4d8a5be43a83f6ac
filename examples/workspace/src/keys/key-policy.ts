import {
  type Actor,
  type KeyAction,
  type KeyPolicy,
  type KeyPolicyDecision,
  type KeyPolicyRequest,
  type Owner,
  selfService,
} from '@postern/core';
import { hasTeamKeys, type OrganisationStore } from '../people/organisation.js';
import type { People } from '../people/people.js';
import type { ServiceAccounts } from '../people/service-accounts.js';
import { managesTeamKeys, type Teams } from '../people/teams.js';
import type { Permission } from './permissions.js';
import { policyMessages, teamKeysNotInPlan } from './policy-messages.js';

const ownKeys = selfService();

/** What people may do with the keys of an owner that several of them manage. */
const sharedActions: ReadonlySet<KeyAction> = new Set([
  'issue',
  'offer',
  'get',
  'list',
  'history',
  'rename',
  'disable',
  // Also if someone else disabled the key: they are responsible for these keys together.
  'enable',
  'rotate',
  'revoke',
  'revoke_all',
]);

type KeyActor = Extract<Actor, { readonly kind: 'key' }>;

/** What a key with the permission `keys:offer` may do with the keys that its owner manages: what an agent needs. */
const offeringActions: ReadonlySet<KeyAction> = new Set(['get', 'list', 'offer']);

interface PolicyStores {
  readonly people: Pick<People, 'isAdmin'>;
  readonly teams: Pick<Teams, 'findRole'>;
  readonly serviceAccounts: Pick<ServiceAccounts, 'isManagedBy'>;
  readonly organisation: Pick<OrganisationStore, 'get'>;
}

/**
 * Decides who may manage whose keys. People manage their own; a team's Owners and Admins manage the team's; admins of
 * the organisation manage those of service accounts. Keys with the permission `keys:offer` can see the keys that their
 * owner manages and offer new ones, but change none. On a plan without team keys none can be issued, and existing ones
 * can still be listed and revoked. Admins of the organisation can also see the keys of all owners, and disable those
 * that are not used. Only the workspace itself purges.
 */
export function workspaceKeyPolicy(stores: PolicyStores): KeyPolicy {
  return {
    decide(request) {
      const { actor, action, owner } = request;
      if (owner === undefined) return decideForAll(stores, actor, action);
      if (actor.kind === 'key') return decideForKey(stores, actor, { ...request, owner });
      if (owner.kind !== 'team' && owner.kind !== 'service') return ownKeys.decide(request);
      if (actor.kind !== 'user') return refuse(policyMessages.notPerson);
      if (!sharedActions.has(action)) return refuse(`the workspace does not allow the action ${action}`);
      return owner.kind === 'team'
        ? decideForTeam(stores, actor.id, action, owner.id)
        : decideForService(stores, actor.id, owner.id);
    },
  };
}

/** Decides on what concerns the keys of all owners. A key may do none of it, not even an admin's: it may be stolen. */
async function decideForAll(
  { people }: PolicyStores,
  actor: Actor,
  action: KeyAction,
): Promise<KeyPolicyDecision> {
  if (action === 'purge' && actor.kind === 'system') return { ok: true };
  const isForAdmins = action === 'list_all' || action === 'disable_unused';
  if (!isForAdmins || actor.kind !== 'user') return refuse(systemOnly);
  // M04 organisation
  if (!(await people.isAdmin(actor.id))) return refuse(policyMessages.notAdmin);
  return { ok: true };
}

async function decideForTeam(
  { teams, organisation }: PolicyStores,
  personId: string,
  action: KeyAction,
  teamId: string,
): Promise<KeyPolicyDecision> {
  const role = await teams.findRole(teamId, personId);
  if (role === undefined) return refuse(policyMessages.notInTeam);
  if (!managesTeamKeys(role)) return refuse(policyMessages.notTeamManager);
  if (action !== 'issue') return { ok: true };

  const { plan } = await organisation.get();
  return hasTeamKeys(plan) ? { ok: true } : refuse(teamKeysNotInPlan(plan));
}

async function decideForService(
  { serviceAccounts }: PolicyStores,
  personId: string,
  accountId: string,
): Promise<KeyPolicyDecision> {
  const isManager = await serviceAccounts.isManagedBy(accountId, personId);
  return isManager ? { ok: true } : refuse(policyMessages.notAccountManager);
}

async function decideForKey(
  stores: PolicyStores,
  { owner: own, permissions }: KeyActor,
  { action, owner, key, offer }: KeyPolicyRequest & { readonly owner: Owner },
): Promise<KeyPolicyDecision> {
  const isOwn = owner.kind === own.kind && owner.id === own.id;
  if (isOwn && action === 'renew') return refuse(noRenewal);
  const isForPerson = own.kind === 'user' && (owner.kind === 'team' || owner.kind === 'service');
  if (!(isOwn || isForPerson) || !offeringActions.has(action)) return refuse(policyMessages.notPerson);
  const offering: Permission = 'keys:offer';
  if (!permissions.includes(offering)) return refuse(`this key does not have the permission ${offering}`);
  if (isOwn) return { ok: true };
  if (owner.kind === 'service') return decideForService(stores, own.id, owner.id);
  // An offer of a new key is of no use if its person could not claim it.
  const isNew = action === 'offer' && key === undefined && offer === undefined;
  return decideForTeam(stores, own.id, isNew ? 'issue' : action, owner.id);
}

/** The message for a key that offers a successor of a key, and names a later expiry. */
const noRenewal =
  'only a signed-in person can let a successor expire later; leave the expiry out, or choose an earlier one';

const systemOnly = 'only the workspace itself can do this to the keys of all owners';

function refuse(message: string): KeyPolicyDecision {
  return { ok: false, message };
}
