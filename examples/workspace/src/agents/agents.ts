import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';

interface Agent {
  readonly id: string;
  readonly name: string;
  /** The ID of the team that the agent belongs to. `null`: the whole organisation. */
  readonly team: string | null;
  readonly createdAt: string;
}

export interface Agents {
  /** The agents of some teams, and the organisation's if asked for, in order of creation. */
  list(which: {
    readonly teams: readonly string[];
    readonly organisation: boolean;
  }): Promise<readonly Agent[]>;
  /** `undefined`: the team or the organisation has reached `maxAgents`. */
  create(agent: { readonly name: string; readonly team: string | null }): Promise<Agent | undefined>;
}

/** How many agents a team or the organisation may have: a key could create them without end. */
export const maxAgents = 1_000;

export function agentsIn({ read, grow }: Database): Agents {
  return {
    async list({ teams, organisation }) {
      const rows = await read
        .selectFrom('workspace_agents')
        .selectAll()
        .where((where) =>
          where.or([
            ...(teams.length > 0 ? [where('team_id', 'in', teams)] : []),
            ...(organisation ? [where('team_id', 'is', null)] : []),
          ]),
        )
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        team: row.team_id,
        createdAt: row.created_at,
      }));
    },

    async create({ name, team }) {
      const { count } = await read
        .selectFrom('workspace_agents')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('team_id', team === null ? 'is' : '=', team)
        .executeTakeFirstOrThrow();
      if (Number(count) >= maxAgents) return undefined;
      const agent = { id: randomUUID(), name, team, createdAt: new Date().toISOString() };
      await grow
        .insertInto('workspace_agents')
        .values({ id: agent.id, name, team_id: team, created_at: agent.createdAt })
        .execute();
      return agent;
    },
  };
}
