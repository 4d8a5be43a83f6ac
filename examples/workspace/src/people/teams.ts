import type { Database } from '../database/database.js';

/** The role of a person in a team. */
export type TeamRole = 'Owner' | 'Admin' | 'Member';

export interface Teams {
  /** The role of an active person. `undefined`: there is no such team, or the person is not in it. */
  findRole(teamId: string, personId: string): Promise<TeamRole | undefined>;
  /** The IDs of a person's teams. */
  listForPerson(personId: string): Promise<readonly string[]>;
  /** The name of a team. `undefined`: there is no such team. */
  findName(id: string): Promise<string | undefined>;
}

export function teamsIn({ read }: Database): Teams {
  return {
    async findRole(teamId, personId) {
      const row = await read
        .selectFrom('workspace_team_members as member')
        .innerJoin('workspace_people as person', 'person.id', 'member.person_id')
        .select('member.role')
        .where('member.team_id', '=', teamId)
        .where('member.person_id', '=', personId)
        .where('person.active', '=', 1)
        .executeTakeFirst();
      return row && parseRole(row.role);
    },

    async listForPerson(personId) {
      const rows = await read
        .selectFrom('workspace_team_members')
        .select('team_id')
        .where('person_id', '=', personId)
        .execute();
      return rows.map((row) => row.team_id);
    },

    async findName(id) {
      const team = read.selectFrom('workspace_teams').select('name').where('id', '=', id);
      return (await team.executeTakeFirst())?.name;
    },
  };
}

/** Checks whether a role may see, create and delete the team's keys. */
export function managesTeamKeys(role: TeamRole): boolean {
  return role === 'Owner' || role === 'Admin';
}

function parseRole(text: string): TeamRole {
  return text === 'Owner' || text === 'Admin' ? text : 'Member';
}
