import {
  type Actor,
  type KeyAction,
  type KeyPolicy,
  type KeyPolicyDecision,
  type Owner,
  selfService,
} from '@postern/core';
import { hasTeamKeys, type OrganisationStore } from '../people/organisation.js';
import { managesTeamKeys, type Teams } from '../people/teams.js';
import type { Permission } from './permissions.js';

const ownKeys = selfService();
const teamActions: ReadonlySet<KeyAction> = new Set([
  'issue',
  'offer',
  'get',
  'list',
  'history',
  'rename',
  'disable',
  // Also if someone else disabled the key: Owners and Admins are responsible for the team's keys together.
  'enable',
  'rotate',
  'revoke',
  'revoke_all',
]);

type KeyActor = Extract<Actor, { readonly kind: 'key' }>;

/** What a key with the permission `keys:offer` may do with the keys of its owner: as much as an agent needs. */
const offeringActions: ReadonlySet<KeyAction> = new Set(['get', 'list', 'offer']);

/**
 * Decides who may manage whose keys. People manage their own; a team's Owners and Admins manage the team's. Keys with
 * the permission `keys:offer` can see their owner's keys and offer new ones, but change none. On a plan without team
 * keys none can be issued, and existing ones can still be listed and revoked. Only the workspace itself purges, since
 * that affects the keys of all owners.
 */
export function workspaceKeyPolicy(
  teams: Pick<Teams, 'findRole'>,
  organisation: OrganisationStore,
): KeyPolicy {
  return {
    async decide(request) {
      const { actor, action, owner } = request;
      if (owner === undefined) {
        return action === 'purge' && actor.kind === 'system' ? { ok: true } : refuse(systemOnly);
      }
      if (actor.kind === 'key') return decideForKey(actor, action, owner);
      if (owner.kind !== 'team') return ownKeys.decide(request);
      if (actor.kind !== 'user') return refuse('only a signed-in person can manage keys');
      if (!teamActions.has(action)) return refuse(`the workspace does not allow the action ${action}`);

      const role = await teams.findRole(owner.id, actor.id);
      if (role === undefined) return refuse('you are not in this team');
      if (!managesTeamKeys(role)) return refuse(notTeamManager);
      if (action !== 'issue') return { ok: true };

      const { plan } = await organisation.get();
      return hasTeamKeys(plan) ? { ok: true } : refuse(teamKeysNotInPlan(plan));
    },
  };
}

function decideForKey(
  { owner: own, permissions }: KeyActor,
  action: KeyAction,
  owner: Owner,
): KeyPolicyDecision {
  const isOwn = owner.kind === own.kind && owner.id === own.id;
  if (!isOwn || !offeringActions.has(action)) return refuse('only a signed-in person can manage keys');
  const offering: Permission = 'keys:offer';
  return permissions.includes(offering)
    ? { ok: true }
    : refuse(`this key does not have the permission ${offering}`);
}

/** The message for a team's plain members. */
const notTeamManager = 'only Owners and Admins of the team can manage its keys';

const systemOnly = 'only the workspace itself can do this to the keys of all owners';

/** The message if the plan has no team keys. */
export function teamKeysNotInPlan(plan: string): string {
  return `team keys come with the plans business and enterprise; this organisation has the plan ${plan}`;
}

function refuse(message: string): KeyPolicyDecision {
  return { ok: false, message };
}
