import { Hono } from 'hono';
import { HttpError } from '../http/http-error.js';
import { notTeamManager } from '../keys/key-policy.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import { managesTeamKeys, type Teams } from '../people/teams.js';
import { keyRoutes, type OwnerEnv } from './key-routes.js';

/**
 * A team's keys. To whoever is not in the team there is no such team; its plain members are told that it takes more.
 * The key policy decides the same once more, whichever way a key is reached.
 */
export function teamRoutes(keys: WorkspaceKeys, teams: Teams): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.use('/:team/keys/*', async (c, next) => {
    const team = c.req.param('team');
    const role = await teams.roleOf(team, c.get('person').id);
    if (role === undefined) throw new HttpError(404, 'there is no such team');
    if (!managesTeamKeys(role)) throw new HttpError(403, notTeamManager);
    c.set('owner', { kind: 'team', id: team });
    await next();
  });
  routes.route('/:team/keys', keyRoutes(keys));
  return routes;
}
