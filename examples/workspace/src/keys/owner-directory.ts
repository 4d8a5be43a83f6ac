import type { Owner, OwnerDirectory, OwnerStatus } from '@postern/core';
import type { Database } from '../database/database.js';
import { hasTeamKeys, parsePlan } from '../people/organisation.js';
import { parsePermissions } from './permissions.js';

/**
 * Reports what people, teams and service accounts may do at the moment, with one query for all owners of a kind in a
 * turn. A team is active while the organisation's plan has team keys, so its keys stop with the plan and come back
 * with it.
 */
export function workspaceOwners(database: Database): OwnerDirectory {
  return {
    async find(owners) {
      const [people, teams, services] = await Promise.all([
        findActive(database, 'workspace_people', idsOf(owners, 'user')),
        findTeams(database, idsOf(owners, 'team')),
        findActive(database, 'workspace_service_accounts', idsOf(owners, 'service')),
      ]);
      const statuses = new Map([
        ['user', people],
        ['team', teams],
        ['service', services],
      ]);
      return owners.map(({ kind, id }) => statuses.get(kind)?.get(id));
    },
  };
}

type Statuses = ReadonlyMap<string, OwnerStatus>;

/** People and service accounts are active until an admin deactivates them. */
async function findActive(
  { read }: Database,
  table: 'workspace_people' | 'workspace_service_accounts',
  ids: readonly string[],
): Promise<Statuses> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom(table)
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
