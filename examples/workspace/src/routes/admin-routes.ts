import { type Context, Hono } from 'hono';
import { readFields } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import { adminsOnly, type SessionEnv } from '../http/signed-in.js';
import { readText } from '../http/text-field.js';
import { isPermission, type Permission, permissions } from '../keys/permissions.js';
import { isPlan, type OrganisationStore, plans } from '../people/organisation.js';
import type { People } from '../people/people.js';
import { additionRefusals, type ServiceAccounts } from '../people/service-accounts.js';

/** Changes what people may do, or whether they may do anything. It applies to their keys from the next request on. */
export function peopleRoutes(people: People): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  routes.patch('/:id', adminsOnly, async (c) => {
    const person = await people.change(c.req.param('id'), await readChange(c));
    if (person === undefined) throw new HttpError(404, 'this person does not exist');
    return c.json({ person });
  });
  return routes;
}

/**
 * Lists and adds service accounts, and changes what they may do, or whether they may do anything. A change applies to
 * their keys from the next request on.
 */
export function serviceAccountRoutes(accounts: ServiceAccounts): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  routes.get('/', adminsOnly, async (c) => c.json({ accounts: await accounts.list() }));
  routes.post('/', adminsOnly, async (c) => {
    const { name, permissions: granted } = await readFields(c, ['name', 'permissions']);
    const addition = await accounts.add({
      name: readText(name, 'name'),
      permissions: parsePermissionList(granted),
      createdBy: c.get('person').id,
    });
    if (addition.outcome !== 'added') throw new HttpError(409, additionRefusals[addition.outcome]);
    return c.json({ account: addition.account }, 201);
  });
  routes.patch('/:id', adminsOnly, async (c) => {
    const account = await accounts.change(c.req.param('id'), await readChange(c));
    if (account === undefined) throw new HttpError(404, 'this service account does not exist');
    return c.json({ account });
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

/** Reads what to change about a person or a service account. */
async function readChange(
  c: Context,
): Promise<{ readonly active?: boolean; readonly permissions?: readonly Permission[] }> {
  const { active, permissions: granted } = await readFields(c, ['active', 'permissions']);
  if (active !== undefined && typeof active !== 'boolean')
    throw new HttpError(422, 'active must be true or false');
  return {
    ...(active !== undefined && { active }),
    ...(granted !== undefined && { permissions: parsePermissionList(granted) }),
  };
}

function parsePermissionList(value: unknown): readonly Permission[] {
  if (Array.isArray(value) && value.every(isPermission)) return [...new Set(value)];
  throw new HttpError(422, `permissions must be a list of ${permissions.join(', ')}`);
}
