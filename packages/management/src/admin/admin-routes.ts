import type { ApiKeys } from '@postern/core';
import type { Context, Hono } from 'hono';
import type { Operation } from '../operation.js';
import { invalidRequest, ProblemError, reportUnexpected } from '../problem.js';
import { readJson } from '../read-json.js';
import { readQuery } from '../read-query.js';
import { type Authenticate, signedInActor } from '../signed-in.js';
import type { KeyPageView } from '../views.js';
import { type AdminCall, adminChanges, inventories } from './admin-operations.js';
import { type ExportType, exportFormats, exportTypes } from './export-formats.js';
import { exportKeys } from './export-keys.js';
import { preferredType } from './preferred-type.js';
import { type IsAdmin, requireAdmin } from './require-admin.js';

/** What the routes of admins need. */
export interface AdminRoutes {
  readonly keys: ApiKeys;
  readonly authenticate: Authenticate;
  readonly isAdmin: IsAdmin;
  /** Converts a path of the document to one of the router. */
  readonly routeOf: (path: string) => string;
}

/** Adds the routes below `/admin`. */
export function addAdminRoutes(app: Hono, routes: AdminRoutes): void {
  for (const inventory of inventories)
    app.get(routes.routeOf(inventory.path), (c) => respondWithKeys(c, inventory, routes));
  for (const change of adminChanges)
    app.on(change.method.toUpperCase(), routes.routeOf(change.path), async (c) => {
      const call = await callOf(c, routes);
      const input = { query: readQuery(c), body: await readJson(c.req.raw, change) };
      return c.json((await change.run(call, input)).body);
    });
}

async function callOf(c: Context, { keys, authenticate, isAdmin }: AdminRoutes): Promise<AdminCall> {
  const actor = await signedInActor(authenticate, c.req.raw);
  await requireAdmin(isAdmin, actor);
  return { keys, actor, personId: c.req.param('personId') ?? '' };
}

type Inventory = Operation<AdminCall, KeyPageView>;

/** A page as JSON, or all keys in a format of exports: whatever the client prefers. */
async function respondWithKeys(c: Context, inventory: Inventory, routes: AdminRoutes): Promise<Response> {
  const call = await callOf(c, routes);
  const type = preferredType(c, ['application/json', ...exportTypes]);
  if (type === undefined) throw notAcceptable;
  c.header('Vary', 'Accept');
  const query = readQuery(c);
  if (type !== 'application/json') return respondWithExport(c, type, { inventory, call, query, routes });
  const { body } = await inventory.run(call, { query, body: undefined });
  return c.json(body);
}

interface Export {
  readonly inventory: Inventory;
  readonly call: AdminCall;
  readonly query: Readonly<Record<string, string>>;
  readonly routes: AdminRoutes;
}

async function respondWithExport(
  c: Context,
  type: ExportType,
  { inventory, call, query, routes: { keys, isAdmin } }: Export,
): Promise<Response> {
  const paging = ['limit', 'cursor'].filter((parameter) => parameter in query);
  if (paging.length > 0)
    throw invalidRequest(
      paging.map((parameter) => ({ parameter, detail: `${parameter} is only for pages of JSON` })),
    );
  const read = async (position: { readonly cursor?: string }) => {
    const page = { ...query, ...position, limit: largestPage };
    return (await inventory.run(call, { query: page, body: undefined })).body;
  };
  const format = exportFormats[type];
  const body = exportKeys(format, {
    // Before the response starts, so that a refusal has a status.
    first: await read({}),
    async pageAfter(cursor) {
      // An export lasts for as long as its reader likes.
      // M04 export
      await requireAdmin(isAdmin, call.actor);
      return read({ cursor });
    },
    onError(error) {
      // Someone who is no longer an admin is not a fault.
      if (!(error instanceof ProblemError)) reportUnexpected(keys, error);
    },
  });
  return c.body(body, 200, format.headers);
}

const largestPage = '100';

const notAcceptable = new ProblemError(
  'not_acceptable',
  `Accept one of these: application/json, ${exportTypes.join(', ')}.`,
);
