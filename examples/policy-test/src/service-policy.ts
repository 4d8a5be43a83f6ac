import { eachOwner, type KeyAction, type KeyPolicy, type OwnerDirectory, selfService } from '@postern/core';

/** What this service knows of its people and teams. A real one asks its database. */
export interface Staff {
  /** What each person may do; whoever is missing has left. */
  readonly people: ReadonlyMap<string, readonly string[]>;
  /** Who leads each team. */
  readonly leads: ReadonlyMap<string, string>;
}

/** Tells what owners may do: a team what its lead may do. */
export function staffDirectory({ people, leads }: Staff): OwnerDirectory {
  return eachOwner(({ kind, id }) => {
    const permissions = people.get(kind === 'team' ? (leads.get(id) ?? '') : id);
    return permissions && { active: true, permissions };
  });
}

/** What this policy was written for. Whatever Postern adds is refused until somebody has thought about it. */
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

/** People manage their own keys; whoever leads a team manages the team's. The system removes what was revoked long ago. */
export function leadsPolicy({ leads }: Staff): KeyPolicy {
  const own = selfService();
  return {
    decide(request) {
      const { actor, action, owner } = request;
      if (action === 'purge' && actor.kind === 'system') return { ok: true };
      if (owner === undefined) return { ok: false, message: `only the system may ${action} keys` };
      if (!known.has(action)) return { ok: false, message: `nobody may ${action} keys` };
      if (owner.kind !== 'team') return own.decide(request);
      if (actor.kind === 'user' && leads.get(owner.id) === actor.id) return { ok: true };
      return { ok: false, message: 'only the lead of the team can manage its keys' };
    },
  };
}
