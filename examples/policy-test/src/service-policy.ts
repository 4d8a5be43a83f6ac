import { eachOwner, type KeyAction, type KeyPolicy, type OwnerDirectory, selfService } from '@postern/core';

/** The people and teams of this service. A real one would query its database. */
export interface Staff {
  /** What each person may do. Someone who is missing has left. */
  readonly people: ReadonlyMap<string, readonly string[]>;
  /** Who leads each team. */
  readonly leads: ReadonlyMap<string, string>;
}

/** Looks up what owners may do. A team may do what its lead may do. */
export function staffDirectory({ people, leads }: Staff): OwnerDirectory {
  return eachOwner(({ kind, id }) => {
    const permissions = people.get(kind === 'team' ? (leads.get(id) ?? '') : id);
    return permissions && { active: true, permissions };
  });
}

/**
 * The actions that this policy was written for. Actions that Postern adds later are refused until someone reviews them.
 */
const known: ReadonlySet<KeyAction> = new Set([
  'issue',
  'get',
  'list',
  'history',
  'rename',
  'disable',
  'enable',
  'rotate',
  'revoke',
  'revoke_all',
]);

/** What the jobs of this service may do with the keys of all owners. */
const jobs: ReadonlySet<KeyAction> = new Set(['purge', 'list_all', 'disable_unused']);

/** People manage their own keys, and the lead of a team manages the team's. Only jobs act on the keys of all owners. */
export function leadsPolicy({ leads }: Staff): KeyPolicy {
  const own = selfService();
  return {
    decide(request) {
      const { actor, action, owner } = request;
      if (owner === undefined) {
        if (actor.kind === 'system' && jobs.has(action)) return { ok: true };
        return { ok: false, message: `only a job of this service is allowed the action ${action}` };
      }
      if (!known.has(action)) return { ok: false, message: `the action ${action} is not allowed` };
      if (owner.kind !== 'team') return own.decide(request);
      if (actor.kind === 'user' && leads.get(owner.id) === actor.id) return { ok: true };
      return { ok: false, message: 'only the lead of the team can manage its keys' };
    },
  };
}
