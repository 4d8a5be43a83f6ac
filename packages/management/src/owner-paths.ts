import { type Actor, isSameOwner, type Owner } from '@postern/core';
import { checkOptions, invalidConfig } from '@postern/core/ports';

/** Where the keys of one kind of owner are managed, and what these owners are called. */
export interface OwnerPath {
  /**
   * The path of an owner, such as `/services/{id}`; its keys are below it, at `/services/{id}/keys`. `{id}` is the ID
   * of the owner; the parameter may have another name. A path without a parameter, such as `/user`, is that of the
   * actor's own owner of this kind.
   */
  readonly path: string;
  /** What these owners are called, such as `Service accounts`: a tag in OpenAPI, and a heading on pages. */
  readonly title: string;
}

/** The path for each kind of owner. Owners of a kind without a path can't be reached. */
export type OwnerPaths<Kind extends string = string> = { readonly [K in Kind]?: OwnerPath | undefined };

/**
 * The paths to a person's own keys, and to those of each of their teams.
 *
 * @example
 * const ownerPaths = { ...defaultOwnerPaths, service: { path: '/services/{id}', title: 'Service accounts' } };
 */
export const defaultOwnerPaths: Readonly<Record<'user' | 'team', OwnerPath>> = {
  user: { path: '/user', title: 'User keys' },
  team: { path: '/teams/{teamId}', title: 'Team keys' },
};

/** The path for one kind of owner, checked. */
export interface OwnerRoute extends OwnerPath {
  readonly kind: string;
  /** The name of the parameter that is the ID of the owner. `undefined`: the path belongs to the actor's own owner. */
  readonly parameter: string | undefined;
}

/**
 * Checks the paths, and returns them in their order. Default: `defaultOwnerPaths`, for the declared kinds. `taken`: a
 * path, of one part, and a title that no owners may have.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a kind is not declared, a path or title is malformed, or two paths
 * collide.
 */
export function readOwnerPaths(
  kinds: readonly string[],
  ownerPaths: OwnerPaths | undefined = defaultsFor(kinds),
  taken?: OwnerPath,
): readonly OwnerRoute[] {
  if (typeof ownerPaths !== 'object' || ownerPaths === null || Array.isArray(ownerPaths))
    throw invalidConfig(`ownerPaths must be an object, such as ${example}`);
  const routes = Object.entries(ownerPaths).flatMap(([kind, ownerPath]) =>
    ownerPath === undefined ? [] : [readOwnerPath(kinds, kind, { ownerPath, taken })],
  );
  if (routes.length === 0)
    throw invalidConfig(`ownerPaths must have a path for at least one of the kinds ${kinds.join(', ')}`);
  for (const [index, route] of routes.entries())
    for (const earlier of routes.slice(0, index)) requireDistinct(earlier, route);
  return routes;
}

const example = "{ service: { path: '/services/{id}', title: 'Service accounts' } }";

function defaultsFor(kinds: readonly string[]): OwnerPaths {
  const { user, team } = defaultOwnerPaths;
  return { ...(kinds.includes('user') && { user }), ...(kinds.includes('team') && { team }) };
}

function readOwnerPath(
  kinds: readonly string[],
  kind: string,
  { ownerPath, taken }: { readonly ownerPath: OwnerPath; readonly taken: OwnerPath | undefined },
): OwnerRoute {
  const of = `ownerPaths.${kind}`;
  if (!kinds.includes(kind))
    throw invalidConfig(`${of}: the service does not declare this kind; its kinds are ${kinds.join(', ')}`);
  checkOptions(ownerPath, { of, names: ['path', 'title'], example });
  const { path, title } = ownerPath;
  if (typeof title !== 'string' || !/^[^\p{C}]{1,100}$/u.test(title) || title.trim() !== title)
    throw invalidConfig(`${of}.title must be 1 to 100 characters, such as 'Service accounts'`);
  if (typeof path !== 'string' || !pathPattern.test(path))
    throw invalidConfig(
      `${of}.path must be like /services or /services/{id}: parts of letters, digits, '-', '.', '_' and '~', the first of them no parameter, and no slash at the end`,
    );
  const [first = '', ...rest] = partsOf(path);
  if (reserved.includes(first) || `/${first}` === taken?.path)
    throw invalidConfig(`${of}.path must not start with /${first}: it is taken`);
  if (title === taken?.title) throw invalidConfig(`${of}.title must not be '${title}': it is taken`);
  const parameters = rest.filter(isParameter);
  if (parameters.length > 1) throw invalidConfig(`${of}.path must have at most one {parameter}`);
  if (parameters.includes('{keyId}'))
    throw invalidConfig(`${of}.path must not have the parameter {keyId}: it is the ID of a key`);
  return { kind, title, path, parameter: parameters[0]?.slice(1, -1) };
}

/** No part is `.` or `..`: clients would resolve them. */
const pathPattern = /^\/(?!\.\.?(?:\/|$))[\w.~-]+(?:\/(?:(?!\.\.?(?:\/|$))[\w.~-]+|\{\w+\}))*$/;

/** The first parts of the other routes: those of the management API, and of the settings pages. */
const reserved: readonly string[] = ['openapi.json', 'offers', 'assets'];

/** What the routes below the path of an owner start with. */
const below: readonly string[] = ['keys', 'history'];

/** Requires that no URL belongs to both paths, and that tags are unique, as OpenAPI demands. */
function requireDistinct(one: OwnerRoute, other: OwnerRoute): void {
  const what = `ownerPaths.${one.kind} and ownerPaths.${other.kind}`;
  if (one.title === other.title) throw invalidConfig(`${what} must have different titles`);
  const [short = [], long = []] = [partsOf(one.path), partsOf(other.path)].sort(
    (a, b) => a.length - b.length,
  );
  const next = long[short.length];
  const isBelow = next === undefined || isParameter(next) || below.includes(next);
  if (isBelow && short.every((part, index) => canBeSame(part, long[index] ?? '')))
    throw invalidConfig(`${what} have paths that collide: ${one.path} and ${other.path}`);
}

function canBeSame(one: string, other: string): boolean {
  return one === other || isParameter(one) || isParameter(other);
}

function partsOf(path: string): readonly string[] {
  return path.split('/').slice(1);
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}

/**
 * Returns the owners that a path can name, of those that the actor may name: all of its kind; or, if the path has no
 * parameter, the actor themselves, or else their only owner of that kind.
 */
export function ownersAt(
  owners: readonly Owner[],
  { kind, parameter }: Partial<OwnerRoute>,
  actor: Actor,
): readonly Owner[] {
  const ofKind = owners.filter((owner) => owner.kind === kind);
  if (parameter !== undefined) return ofKind;
  const own = ofKind.filter((owner) => isSameOwner(owner, actor));
  return own.length > 0 || /* M04 self */ ofKind.length > 1 ? own : ofKind;
}

/** Finds the owner that a path names. `ownerId`: the value of the parameter, if the path has one. */
export function findOwner(
  owners: readonly Owner[],
  ownerRoute: OwnerRoute,
  { ownerId, actor }: { readonly ownerId: string | undefined; readonly actor: Actor },
): Owner | undefined {
  return ownersAt(owners, ownerRoute, actor).find(
    ({ id }) => ownerRoute.parameter === undefined || /* M04 owner */ id === ownerId,
  );
}

/** Returns the path of an owner. `undefined`: there is no path for its kind. */
export function findPath(routes: readonly OwnerRoute[], { kind, id }: Owner): string | undefined {
  const route = routes.find((one) => one.kind === kind);
  return route && withId(route, id);
}

/**
 * Returns the path of an owner, with its ID percent-encoded, for links to its keys. Default: `defaultOwnerPaths`.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if there is no path for its kind.
 * @example
 * const url = `https://app.example.com/settings${pathOfOwner(key.owner)}/keys`;
 */
export function pathOfOwner({ kind, id }: Owner, ownerPaths: OwnerPaths = defaultOwnerPaths): string {
  const ownerPath = Object.hasOwn(ownerPaths, kind) ? ownerPaths[kind] : undefined;
  if (ownerPath === undefined) throw invalidConfig(`ownerPaths has no path for owners of kind ${kind}`);
  return withId(ownerPath, id);
}

function withId({ path }: OwnerPath, id: string): string {
  return path.replace(/\{\w+\}/, () => encodeURIComponent(id));
}
