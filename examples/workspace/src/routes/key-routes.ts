import { type ApiKey, displayForm, keyState, type Owner } from '@postern/core';
import { type Context, Hono } from 'hono';
import { limitBody, readFields } from '../http/json-body.js';
import type { SessionEnv } from '../http/signed-in.js';
import type { OwnerKind, WorkspaceKeys } from '../keys/workspace-keys.js';
import { parseExpiry, parseListQuery, parseName, parseScopes } from './key-request.js';

/** What stands before `keyRoutes` says whose keys they are. */
export interface OwnerEnv extends SessionEnv {
  Variables: SessionEnv['Variables'] & { owner: Owner<OwnerKind> };
}

/**
 * The keys of one owner: listing, creating and deleting them. The owner comes from the route and the actor from the
 * session, never from a body; who may do what is the key policy's decision.
 */
export function keyRoutes(keys: WorkspaceKeys): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();

  routes.get('/', async (c) => {
    const query = parseListQuery(c.req.query());
    const page = await keys.list({ owner: c.get('owner'), actor: actorOf(c), ...query });
    return c.json({ keys: page.keys.map(keyRow), nextCursor: page.nextCursor });
  });

  routes.post('/', limitBody, async (c) => {
    const { name, scopes, expiresAt } = await readFields(c, ['name', 'scopes', 'expiresAt']);
    const { token, key } = await keys.issue({
      owner: c.get('owner'),
      actor: actorOf(c),
      name: parseName(name),
      scopes: parseScopes(scopes),
      expiresAt: parseExpiry(expiresAt),
    });
    // The only answer that ever holds the token.
    return c.json({ token, key: keyRow(key) }, 201, { 'Cache-Control': 'no-store' });
  });

  routes.delete('/:id', async (c) => {
    // Deleting what was deleted before is no error: the key is as dead as was asked for.
    await keys.revoke(c.req.param('id'), { owner: c.get('owner'), actor: actorOf(c) });
    return c.body(null, 204);
  });

  return routes;
}

function actorOf(c: Context<OwnerEnv>): { kind: 'user'; id: string } {
  const { id } = c.get('person');
  return { kind: 'user', id };
}

/** What people see of a key. */
function keyRow(key: ApiKey): object {
  return {
    id: key.id,
    display: displayForm(key),
    name: key.name,
    scopes: key.scopes,
    state: keyState(key, new Date()),
    createdAt: key.createdAt.toISOString(),
    createdBy: key.createdBy,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
