import { type KeyAction, type KeyPolicy, type KeyPolicyDecision, selfService } from '@postern/core';
import type { OrganisationStore } from '../people/organisation.js';
import { hasTeamKeys } from '../people/plan.js';
import { managesTeamKeys, type Teams } from '../people/teams.js';

const ownKeys = selfService();
const teamActions: ReadonlySet<KeyAction> = new Set([
  'issue',
  'offer',
  'get',
  'list',
  'history',
  'rename',
  'disable',
  // Also what another one disabled: Owners and Admins answer for the team's keys together.
  'enable',
  'rotate',
  'revoke',
  'revoke_all',
]);

/**
 * Who may manage whose keys: people their own; a team's Owners and Admins the team's. Keys manage no keys. On a plan
 * without team keys none can be issued, and those that there are stay listable and revocable. Purging, which concerns
 * everybody's keys, is the workspace's own affair.
 */
export function workspaceKeyPolicy(teams: Pick<Teams, 'roleOf'>, organisation: OrganisationStore): KeyPolicy {
  return {
    async decide(request) {
      const { actor, action, owner } = request;
      if (owner === undefined) {
        return action === 'purge' && actor.kind === 'system' ? { ok: true } : refuse(systemOnly);
      }
      if (owner.kind !== 'team') return ownKeys.decide(request);
      if (actor.kind !== 'user') return refuse('only a signed-in person can manage keys');
      if (!teamActions.has(action)) return refuse(`the workspace does not know the action ${action}`);

      const role = await teams.roleOf(owner.id, actor.id);
      if (role === undefined) return refuse('you are not in this team');
      if (!managesTeamKeys(role)) return refuse(notTeamManager);
      if (action !== 'issue') return { ok: true };

      const { plan } = await organisation.get();
      return hasTeamKeys(plan) ? { ok: true } : refuse(teamKeysNotInPlan(plan));
    },
  };
}

/** What a team's plain members are told. */
const notTeamManager = 'only Owners and Admins of the team can manage its keys';

const systemOnly = 'only the workspace itself does this to the keys of all owners';

/** What people are told where the plan has no team keys. */
export function teamKeysNotInPlan(plan: string): string {
  return `team keys come with the plans business and enterprise; this organisation has the plan ${plan}`;
}

function refuse(message: string): KeyPolicyDecision {
  return { ok: false, message };
}
