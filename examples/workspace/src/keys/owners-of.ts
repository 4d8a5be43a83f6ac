import type { Actor, Owner } from '@postern/core';
import type { Teams } from '../people/teams.js';

/** Gives the owners that an actor may name: people themselves and their teams; a key whoever it acts for. */
export async function ownersOf(teams: Teams, actor: Actor): Promise<readonly Owner[]> {
  if (actor.kind === 'key') return [actor.owner];
  const ids = await teams.listForPerson(actor.id);
  return [{ kind: 'user', id: actor.id }, ...ids.map((id) => ({ kind: 'team', id }))];
}
