import { Hono } from 'hono';
import { readFields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import { adminsOnly, type SessionEnv } from '../http/signed-in.js';
import { isPermission, type Permission, permissions } from '../keys/permissions.js';
import { isPlan, type OrganisationStore, plans } from '../people/organisation.js';
import type { People } from '../people/people.js';

/** Changes what people may do, or whether they may do anything. It applies to their keys from the next request on. */
export function peopleRoutes(people: People): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  routes.patch('/:id', adminsOnly, async (c) => {
    const { active, permissions: granted } = await readFields(c, ['active', 'permissions']);
    if (active !== undefined && typeof active !== 'boolean') {
      throw new HttpError(422, 'active must be true or false');
    }
    const person = await people.change(c.req.param('id'), {
      ...(active !== undefined && { active }),
      ...(granted !== undefined && { permissions: parsePermissionList(granted) }),
    });
    if (person === undefined) throw new HttpError(404, 'this person does not exist');
    return c.json({ person });
  });
  return routes;
}

/** Changes the organisation's plan. It applies to team keys from the next request on. */
export function organisationRoutes(organisation: OrganisationStore): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  routes.patch('/', adminsOnly, async (c) => {
    const { plan } = await readFields(c, ['plan']);
    if (!isPlan(plan)) throw new HttpError(422, `plan must be one of ${plans.join(', ')}`);
    return c.json({ organisation: await organisation.setPlan(plan) });
  });
  return routes;
}

function parsePermissionList(value: unknown): readonly Permission[] {
  if (Array.isArray(value) && value.every(isPermission)) return [...new Set(value)];
  throw new HttpError(422, `permissions must be a list of ${permissions.join(', ')}`);
}
