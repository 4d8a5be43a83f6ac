import type { Actor, Owner, OwnerDirectory, OwnerStatus } from '@postern/core';
import type { Database } from '../database/database.js';
import { hasTeamKeys, parsePlan } from '../people/organisation.js';
import type { Teams } from '../people/teams.js';
import { parsePermissions } from './permissions.js';

/**
 * Reports what people and teams may do at the moment, with one query for all people of a turn and one for all
 * teams. A team is active while the organisation's plan has team keys, so its keys stop with the plan and come back
 * with it.
 */
export function workspaceOwners(database: Database): OwnerDirectory {
  return {
    async find(owners) {
      const [people, teams] = await Promise.all([
        findPeople(database, idsOf(owners, 'user')),
        findTeams(database, idsOf(owners, 'team')),
      ]);
      return owners.map(({ kind, id }) => {
        if (kind === 'user') return people.get(id);
        return kind === 'team' ? teams.get(id) : undefined;
      });
    },
  };
}

/** The owners that an actor may name: for people, themselves and their teams; for a key, its owner. */
export async function ownersOf(teams: Teams, actor: Actor): Promise<readonly Owner[]> {
  if (actor.kind === 'key') return [actor.owner];
  const ids = await teams.listForPerson(actor.id);
  return [{ kind: 'user', id: actor.id }, ...ids.map((id) => ({ kind: 'team', id }))];
}

type Statuses = ReadonlyMap<string, OwnerStatus>;

async function findPeople({ read }: Database, ids: readonly string[]): Promise<Statuses> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('workspace_people')
    .select(['id', 'active', 'permissions'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [row.id, { active: row.active === 1, permissions: parsePermissions(row.permissions) }]),
  );
}

async function findTeams({ read }: Database, ids: readonly string[]): Promise<Statuses> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('workspace_teams as team')
    .crossJoin('workspace_organisation as organisation')
    .select(['team.id', 'team.permissions', 'organisation.plan'])
    .where('team.id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      { active: hasTeamKeys(parsePlan(row.plan)), permissions: parsePermissions(row.permissions) },
    ]),
  );
}

function idsOf(owners: readonly Owner[], kind: string): readonly string[] {
  return owners.filter((owner) => owner.kind === kind).map((owner) => owner.id);
}
