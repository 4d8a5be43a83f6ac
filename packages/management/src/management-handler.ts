import { type Actor, type ApiKeys, keyVersion, type Owner } from '@postern/core';
import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { adminSection } from './admin/admin-operations.js';
import { addAdminRoutes } from './admin/admin-routes.js';
import { readIsAdmin } from './admin/require-admin.js';
import { isCrossSite, readTrustedOrigins } from './cross-site.js';
import { openApiDocument } from './open-api.js';
import type { OpenApiOptions } from './open-api-options.js';
import type { Call, Operation } from './operation.js';
import { operations } from './operations.js';
import { findOwner, type OwnerPaths, type OwnerRoute, readOwnerPaths } from './owner-paths.js';
import {
  faultResponse,
  methodNotAllowed as notAllowed,
  ProblemError,
  problemErrorResponse,
  problemResponse,
  reportUnexpected,
  requestErrorResponse,
} from './problem.js';
import { readJson } from './read-json.js';
import { readQuery } from './read-query.js';
import { signedInActor } from './signed-in.js';

/** What the management API needs from its host. */
export interface ManagementOptions<Kind extends string = string> {
  /**
   * Returns who sent a request, according to the host's own session, or `null` if no one is signed in. It must not read
   * the body. If it rejects, the response is 503.
   */
  readonly authenticate: (request: Request) => Actor | null | Promise<Actor | null>;
  /**
   * Returns the owners that an actor may name: usually themselves and their teams. For any other owner, the response is
   * the same as for one that does not exist. What the actor may do with an owner's keys is decided by the `KeyPolicy`,
   * on every request.
   */
  readonly ownersOf: (actor: Actor) => readonly Owner[] | Promise<readonly Owner[]>;
  /**
   * Returns whether an actor is an admin of the service. If it is given, there are routes below `/admin`, about the
   * keys of all owners. The `KeyPolicy` decides as well what an admin may do there: `list_all`, `disable_unused`. If it
   * rejects, or returns anything but `true` or `false`, the response is 503. Default: there are no such routes.
   */
  readonly isAdmin?: ((actor: Actor) => boolean | Promise<boolean>) | undefined;
  /** The path for each kind of owner. Default: `defaultOwnerPaths`, for the declared kinds. */
  readonly ownerPaths?: OwnerPaths<Kind> | undefined;
  /**
   * Origins other than the handler's own whose pages may send changes with the person's cookie, such as
   * `https://settings.example.com`. Default: none.
   */
  readonly trustedOrigins?: readonly string[] | undefined;
  /** How `/openapi.json` describes your service, including how people sign in. Default: a cookie named `session`. */
  readonly openApi?: OpenApiOptions | undefined;
}

/** Responds to requests to the management API. Never rejects. */
export type ManagementHandler = (request: Request) => Promise<Response>;

/**
 * Creates the handler of the management API: the keys of `/user` and of `/teams/{teamId}`, or of the owners in
 * `ownerPaths`; with `isAdmin`, those of all owners, below `/admin`; and `/openapi.json`. Mount it below any path.
 * Changes that come with a cookie must come from a page of the same origin.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a trusted origin is not an origin, `openApi` is not what OpenAPI
 * requires, `isAdmin` is not a function, or `ownerPaths` has a malformed path, paths that collide, or a kind that is
 * not declared.
 * @example
 * const manage = managementHandler(keys, { authenticate, ownersOf });
 * app.mount('/api/settings', manage);
 */
export function managementHandler<Kind extends string>(
  keys: ApiKeys<Kind>,
  options: ManagementOptions<NoInfer<Kind>>,
): ManagementHandler {
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  const isAdmin = readIsAdmin(options.isAdmin);
  const ownerRoutes = readOwnerPaths(keys.kinds, options.ownerPaths, isAdmin && adminSection);
  const document = openApiDocument(ownerRoutes, options.openApi, { hasAdmins: isAdmin !== undefined });
  const app = new Hono();

  app.onError((error) => errorResponse(keys, error));
  app.notFound(() => problemResponse(notFound.problem));
  app.use(async (c, next) => {
    try {
      await next();
    } catch (thrown) {
      // Hono passes only `Error`s to `onError`. A function of the host may throw anything.
      c.res = errorResponse(keys, thrown);
    }
    c.res.headers.set('X-Content-Type-Options', 'nosniff');
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', /* P04 api */ 'no-store');
  });
  app.use(async (c, next) => {
    // TRACE would send the request back, including its cookie (RFC 9110 §9.3.8). This must come first: no `Request` can
    // have this method, so anything that builds one would throw.
    if (c.req.method === 'TRACE')
      return notAllowed('TRACE is not supported.', ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']);
    return next();
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (_, methods) =>
        notAllowed(`Use one of these methods: ${methods.join(', ')}.`, methods),
    }),
  );
  app.get('/openapi.json', (c) => c.json(document));
  app.use(async (c, next) => {
    if (isCrossSite(c.req.raw, trustedOrigins)) throw crossSite;
    await next();
  });
  for (const ownerRoute of ownerRoutes)
    for (const operation of operations)
      app.on(operation.method.toUpperCase(), routeOf(ownerRoute.path + operation.path), (c) =>
        respond(c, { keys, options, ownerRoute, operation }),
      );
  if (isAdmin) addAdminRoutes(app, { keys, authenticate: options.authenticate, isAdmin, routeOf });
  return async (request) => app.fetch(request);
}

interface Route {
  readonly keys: ApiKeys;
  readonly options: ManagementOptions;
  readonly ownerRoute: OwnerRoute;
  readonly operation: Operation;
}

async function respond(c: Context, { keys, options, ownerRoute, operation }: Route): Promise<Response> {
  const actor = await signedInActor(options.authenticate, c.req.raw);
  const { parameter } = ownerRoute;
  const ownerId = parameter && c.req.param(parameter);
  const owner = findOwner(await options.ownersOf(actor), ownerRoute, { ownerId, actor });
  if (owner === undefined) throw notFound;
  const sent = { query: readQuery(c), body: operation.body && (await readJson(c.req.raw, operation)) };
  const key = { keys, owner, actor, keyId: c.req.param('keyId') ?? '' };
  const expectedVersion = operation.takesVersion && (await expectedVersionOf(key, c.req.header('If-Match')));
  const idempotencyKey = operation.takesIdempotencyKey && c.req.header('Idempotency-Key');
  const call = { ...key, expectedVersion, idempotencyKey };
  const { body, location, version } = await operation.run(call, sent);
  if (operation.status === 204) return c.body(null, 204);
  return c.json(body, operation.status, {
    ...(location !== undefined && { Location: location }),
    ...(version !== undefined && { ETag: `"${version}"` }),
  });
}

/**
 * The version that a change expects. Of several, the one that the key has; if it has none of them, one that matches
 * nothing.
 */
async function expectedVersionOf(
  { keys, keyId, owner, actor }: Pick<Call, 'keys' | 'keyId' | 'owner' | 'actor'>,
  ifMatch: string | undefined,
): Promise<string | undefined> {
  const versions = readIfMatch(ifMatch);
  if (versions === undefined || versions.length === 1) return versions?.[0];
  const current = keyVersion(await keys.get(keyId, { owner, actor }));
  return versions.includes(current) ? current : '';
}

/** Converts a path of the document to one of the router. */
function routeOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function errorResponse(keys: ApiKeys, error: unknown): Response {
  if (error instanceof ProblemError) return problemErrorResponse(error);
  const response = requestErrorResponse(error);
  if (response !== undefined) return response;
  reportUnexpected(keys, error);
  return faultResponse(error);
}

const crossSite = new ProblemError(
  'cross_site_request',
  'Send changes from a page of this origin. A program that sends a cookie must also send Origin.',
);
const notFound = new ProblemError('not_found', 'This does not exist, or you may not see it.');

/**
 * Reads an `If-Match`: a list of versions, of which the key must have one. `undefined`: any version is accepted.
 *
 * A proxy that compresses responses changes their tags: nginx and Cloudflare weaken them (`W/"…"`), Apache adds
 * `-gzip`. RFC 9110 §13.1.1 never lets a weak tag match, because the bytes behind it may differ. Our tags identify the
 * state of the record, whatever bytes it is sent as, and a change by someone else gives it another version. So the
 * version is read from either form.
 *
 * @see RFC 9110 §13.1.1 and §8.8.3
 * @throws {ProblemError} with 400 if it is neither `*` nor a list of entity tags.
 */
function readIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header.split(',').map((tag) => {
    const opaque = entityTag.exec(tag)?.[1];
    if (opaque === undefined) throw malformed;
    return addedToVersion.exec(opaque)?.[1] ?? opaque;
  });
}

/** Only the characters of versions: a comma inside a tag would need a real parser. */
const entityTag = /^[ \t]*(?:W\/)?"([\w-]*)"[ \t]*$/;

/** A version has 43 characters. Servers add the coding to it: Apache after one hyphen, Jetty after two. */
const addedToVersion = /^([\w-]{43})--?(?:gzip|br|deflate|zstd)$/;

const malformed = new ProblemError(
  'unreadable_if_match',
  "If-Match must be the key's ETag, as you received it, in double quotes.",
);
