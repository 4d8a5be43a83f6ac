import type { Principal } from '@postern/core';
import { type ApiKeyEnv, principalOf, requireScopes } from '@postern/hono';
import { Hono } from 'hono';
import { type Agents, maxAgents } from '../agents/agents.js';
import { readFields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import { readText } from '../http/text-field.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Teams } from '../people/teams.js';

interface Parts {
  readonly keys: WorkspaceKeys;
  readonly agents: Agents;
  readonly teams: Teams;
}

/**
 * The workspace's agents. A person's key sees the organisation's and its teams'; a team's key only its team's; a
 * service account's key only the organisation's.
 */
export function agentRoutes({ keys, agents, teams }: Parts): Hono<ApiKeyEnv> {
  const routes = new Hono<ApiKeyEnv>();

  async function teamsOf({ owner }: Principal): Promise<readonly string[]> {
    if (owner.kind === 'team') return [owner.id];
    return owner.kind === 'user' ? teams.listForPerson(owner.id) : [];
  }

  routes.get('/', requireScopes(keys, 'agents:read'), async (c) => {
    const principal = principalOf(c);
    const organisation = principal.owner.kind !== 'team';
    return c.json({ agents: await agents.list({ teams: await teamsOf(principal), organisation }) });
  });

  routes.post('/', requireScopes(keys, 'agents:write'), async (c) => {
    const principal = principalOf(c);
    const { name, team: wanted } = await readFields(c, ['name', 'team']);
    const team = wanted === undefined || wanted === null ? null : readText(wanted, 'team');
    if (team !== null && !(await teamsOf(principal)).includes(team)) {
      throw new HttpError(404, 'this team does not exist');
    }
    const { owner } = principal;
    const agent = await agents.create({
      name: readText(name, 'name'),
      team: owner.kind === 'team' ? owner.id : team,
    });
    if (agent === undefined) throw new HttpError(409, `the maximum of ${maxAgents} agents is reached`);
    return c.json({ agent }, 201);
  });

  return routes;
}
