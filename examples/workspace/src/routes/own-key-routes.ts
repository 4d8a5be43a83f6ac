import { Hono } from 'hono';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import { keyRoutes, type OwnerEnv } from './key-routes.js';

/** The signed-in person's own keys. */
export function ownKeyRoutes(keys: WorkspaceKeys): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.use('*', async (c, next) => {
    c.set('owner', { kind: 'user', id: c.get('person').id });
    await next();
  });
  routes.route('/', keyRoutes(keys));
  return routes;
}
