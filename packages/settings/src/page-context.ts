import {
  type Actor,
  type ActorReference,
  type ApiKeys,
  type KeyOffer,
  type Owner,
  PosternError,
} from '@postern/core';
import { askIsAdmin, findOwner, findPath, type OwnerRoute } from '@postern/management/internal';
import type { Context } from 'hono';
import type { Assets } from './assets.js';
import type { Brand, SettingsLink, SettingsOptions } from './options.js';
import { en } from './texts/en.js';
import type { Texts } from './texts/texts.js';

/** What every page has, whether or not anyone is signed in. */
export interface Page {
  readonly texts: Texts;
  readonly assets: Assets;
  /** The owners that have pages, by kind. */
  readonly ownerRoutes: readonly OwnerRoute[];
  readonly host: Host;
  /**
   * From this page to the root of the pages: `../../`. All links are relative, so no page needs to know its base path.
   */
  readonly root: string;
}

/** What the host adds to every page. */
interface Host {
  readonly brand: Brand | undefined;
  readonly signOutUrl: string | undefined;
  /** Returns the host's links to other pages, for the person who sent the request. */
  readonly links: (actor: Actor) => readonly SettingsLink[] | Promise<readonly SettingsLink[]>;
  readonly inSidebar: (owner: Owner) => boolean;
  /** Returns the host's sentence about a scope. */
  readonly describeScope: (scope: string) => string | undefined;
  readonly exampleUrl: string;
  /** The paths of style sheets and modules, in addition to those of the settings. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** What the page of a signed-in person needs. */
export interface PageContext {
  readonly actor: Actor;
  /** Whether the person may see the pages for admins. */
  readonly isAdmin: boolean;
  /** Everyone whose keys the person may see: usually themselves and their teams. */
  readonly owners: readonly Owner[];
  /** The owner whose page this is. `undefined`: it is not an owner's page. */
  readonly owner?: Owner | undefined;
  readonly page: Page;
  readonly nameOf: (whom: Owner | ActorReference) => string | Promise<string>;
}

/** What the page of an owner needs. */
export interface OwnerPageContext extends PageContext {
  readonly owner: Owner;
  readonly keys: ApiKeys;
}

/**
 * What @hono/node-server, and so `nodeListener`, passes along. `originalUrl`: the whole path, in Express and Connect.
 */
export interface NodeEnv {
  readonly incoming?: { readonly url?: unknown; readonly originalUrl?: unknown } | undefined;
}

/**
 * The variables of a request. `actor` is set once it is known who is signed in, `null` if no one is; `context` once
 * someone is known to be; `isHidden` if the person must not notice that there is a page.
 */
export interface PageEnv {
  Bindings: NodeEnv;
  Variables: {
    page: Page;
    actor: Actor | null | undefined;
    context: PageContext | undefined;
    isHidden: boolean | undefined;
  };
}

export type HonoContext = Context<PageEnv>;

/** The dependencies of the pages. */
export interface PageDeps {
  readonly keys: ApiKeys;
  readonly options: SettingsOptions;
}

/** Ends the request of someone who is not signed in. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

/** Returns who is signed in: `null` if no one is. */
export async function findActor(c: HonoContext, { options }: PageDeps): Promise<Actor | null> {
  const known = c.get('actor');
  if (known !== undefined) return known;
  const actor = await options.authenticate(c.req.raw);
  c.set('actor', actor);
  return actor;
}

/**
 * Returns the context of the person who is signed in.
 *
 * @throws {SignedOut} if no one is signed in.
 */
export async function pageContext(c: HonoContext, deps: PageDeps): Promise<PageContext> {
  const actor = await findActor(c, deps);
  if (actor === null) throw new SignedOut();
  const context = await contextOfActor(c.get('page'), actor, deps.options);
  c.set('context', context);
  return context;
}

/** Returns the context of a person's pages. */
export async function contextOfActor(
  page: Page,
  actor: Actor,
  options: Pick<SettingsOptions, 'ownersOf' | 'nameOf' | 'isAdmin'>,
): Promise<PageContext> {
  const { ownersOf, nameOf = ({ id }) => id, isAdmin = () => false } = options;
  return { actor, owners: await ownersOf(actor), isAdmin: await askIsAdmin(isAdmin, actor), page, nameOf };
}

/** What the host adds to a page, and its texts. */
export function hostOf(
  options: Omit<SettingsOptions, 'authenticate' | 'ownersOf'>,
  request: Request,
): Pick<Page, 'texts' | 'host'> {
  const { texts = en, links = [], inSidebar = () => true, brand, signOutUrl, describeScope } = options;
  // The sidebar and the breadcrumbs need them.
  let found: ReturnType<Host['links']> | undefined;
  return {
    texts: typeof texts === 'function' ? texts(request) : texts,
    host: {
      brand,
      signOutUrl: signOutUrl?.(request),
      links(actor) {
        found ??= typeof links === 'function' ? links(actor, request) : links;
        return found;
      },
      inSidebar,
      describeScope: (scope) => describeScope?.(scope, request),
      exampleUrl: options.exampleUrl ?? 'https://api.example.com',
      styles: [],
      scripts: [],
    },
  };
}

/**
 * Returns the context of an owner's page.
 *
 * @throws {SignedOut} if no one is signed in; `PosternError` `ERR_KEY_NOT_FOUND` if the person may not name this owner.
 */
export async function ownerPageContext(
  c: HonoContext,
  deps: PageDeps,
  ownerRoute: OwnerRoute,
): Promise<OwnerPageContext> {
  const context = await pageContext(c, deps);
  const { parameter } = ownerRoute;
  const ownerId = parameter && c.req.param(parameter);
  const owner = findOwner(context.owners, ownerRoute, { ownerId, actor: context.actor });
  if (owner === undefined) throw new PosternError('ERR_KEY_NOT_FOUND', 'there is no such owner');
  return contextOfOwner(c, deps, { ...context, owner });
}

/** Turns the context of a person into that of an owner's page, for the rest of the request. */
export function contextOfOwner(
  c: HonoContext,
  { keys }: PageDeps,
  ofPerson: PageContext & { readonly owner: Owner },
): OwnerPageContext {
  const context = { ...ofPerson, keys };
  c.set('context', context);
  return context;
}

/** The host's link to a list with this owner, if the owner itself has no link in the sidebar. */
export async function listLink(
  { page: { host }, actor }: Pick<PageContext, 'page' | 'actor'>,
  owner: Owner,
): Promise<SettingsLink | undefined> {
  if (host.inSidebar(owner)) return undefined;
  return (await host.links(actor)).find(({ ownerKind }) => ownerKind === owner.kind);
}

/** An owner in words. */
export async function ownerText({
  page,
  owner,
  nameOf,
}: Pick<OwnerPageContext, 'page' | 'owner' | 'nameOf'>): Promise<string> {
  const { texts } = page;
  const name = await nameOf(owner);
  if (owner.kind === 'user') return name;
  // M09 owner
  return owner.kind === 'team' ? texts.team(name) : texts.ownerOfKind(name, kindOf(page, owner));
}

/** What one owner of a kind is. */
function kindOf(page: Page, { kind }: Owner): string {
  const { ownerKinds = {} } = page.texts;
  return (Object.hasOwn(ownerKinds, kind) ? ownerKinds[kind] : undefined) ?? titleOf(page, { kind });
}

/** The title of the owners of a kind. */
export function titleOf({ texts, ownerRoutes }: Page, { kind }: Pick<Owner, 'kind'>): string {
  const titles: Readonly<Record<string, string>> = {
    user: texts.profile,
    team: texts.teams,
    ...texts.titles,
  };
  if (Object.hasOwn(titles, kind)) return titles[kind] ?? kind;
  return ownerRoutes.find((route) => route.kind === kind)?.title ?? kind;
}

/** The relative URL of an owner's keys, or of the root if owners of this kind have no pages. */
export function keysPath({ root, ownerRoutes }: Page, owner: Owner): string {
  const path = findPath(ownerRoutes, owner);
  return path === undefined ? root : `${root}${path.slice(1)}/keys`;
}

/** Whether a page has the keys of the person who sees it, at an address that is the same for everyone. */
export function isOwnPage({ ownerRoutes }: Page, { kind }: Owner): boolean {
  return kind === 'user' && ownerRoutes.some((route) => route.kind === kind && route.parameter === undefined);
}

/** The path of the person's own keys, which is the same for everyone. `undefined`: those have no page. */
export function ownPath({ ownerRoutes }: Page): string | undefined {
  return ownerRoutes.find(({ parameter }) => parameter === undefined)?.path;
}

/** The relative URL of an offer. */
export function offerPath({ root }: Page, { id }: Pick<KeyOffer, 'id'>): string {
  return `${root}offers/${id}`;
}

/** The relative URL from a path to the root of the pages. */
export function rootFrom(path: string): string {
  return '../'.repeat(Math.max(0, path.split('/').length - 2)) || './';
}
