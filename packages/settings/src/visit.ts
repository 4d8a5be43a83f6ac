import {
  type Actor,
  type ActorReference,
  type ApiKeys,
  type KeyOffer,
  type Owner,
  PosternError,
} from '@postern/core';
import { findOwner, type OwnerPath } from '@postern/management/internal';
import type { Context } from 'hono';
import type { Assets } from './assets.js';
import type { SettingsLink, SettingsOptions } from './options.js';
import type { Texts } from './texts/texts.js';

/** What a page is put into, whoever looks at it. */
export interface Frame {
  readonly texts: Texts;
  readonly assets: Assets;
  /** Ways out of the settings, as the host has them. */
  readonly links: readonly SettingsLink[];
  /** From the page to where the pages begin: `../../`. All links are relative, so that no page knows its base path. */
  readonly root: string;
}

/** Who looks at a page, in which language, and where the page is. */
export interface Visitor {
  readonly actor: Actor;
  /** All whose pages there are. */
  readonly owners: readonly Owner[];
  /** Whose page this is, where it is one's. */
  readonly owner?: Owner | undefined;
  readonly page: Frame;
  readonly nameOf: (whom: Owner | ActorReference) => string | Promise<string>;
}

/** What every page of an owner knows. */
export interface Visit extends Visitor {
  readonly owner: Owner;
  readonly keys: ApiKeys;
}

/** What @hono/node-server, and so `nodeListener`, passes along. `originalUrl`: the whole path, in Express and Connect. */
export interface NodeEnv {
  readonly incoming?: { readonly url?: unknown; readonly originalUrl?: unknown } | undefined;
}

/** What a request carries from step to step. `visitor`: as soon as somebody is known. */
export interface PageEnv {
  Bindings: NodeEnv;
  Variables: { page: Frame; visitor: Visitor | undefined };
}

export type PageContext = Context<PageEnv>;

/** What is visited. */
export interface Visited {
  readonly keys: ApiKeys;
  readonly options: SettingsOptions;
}

/** Ends a request of whom nobody knows. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

/**
 * Says who visits.
 *
 * @throws {SignedOut} where nobody is signed in.
 */
export async function visitorOf(c: PageContext, { options }: Visited): Promise<Visitor> {
  const actor = await options.authenticate(c.req.raw);
  if (actor === null) throw new SignedOut();
  const owners = await options.ownersOf(actor);
  const nameOf = options.nameOf ?? (({ id }: Owner | ActorReference) => id);
  const visitor: Visitor = { actor, owners, page: c.get('page'), nameOf };
  c.set('visitor', visitor);
  return visitor;
}

/**
 * Says who visits, and whose page.
 *
 * @throws {SignedOut} where nobody is signed in; `PosternError` `ERR_KEY_NOT_FOUND` where the owner is none of theirs.
 */
export async function visitOf(c: PageContext, visited: Visited, { kind }: OwnerPath): Promise<Visit> {
  const visitor = await visitorOf(c, visited);
  const owner = findOwner(visitor.owners, kind, c.req.param('teamId'));
  if (owner === undefined) throw new PosternError('ERR_KEY_NOT_FOUND', 'there is no such owner');
  c.set('visitor', { ...visitor, owner });
  return { ...visitor, owner, keys: visited.keys };
}

/** The owner whose page it is, as people read it. */
export async function ownerText({ page: { texts }, owner, nameOf }: Visit): Promise<string> {
  const name = await nameOf(owner);
  // M09 owner
  return owner.kind === 'team' ? texts.team(name) : name;
}

/** The address of an owner's keys. */
export function keysPath({ root }: Frame, { kind, id }: Owner): string {
  return kind === 'user' ? `${root}user/keys` : `${root}teams/${encodeURIComponent(id)}/keys`;
}

/** The address of an offer. */
export function offerPath({ root }: Frame, { id }: Pick<KeyOffer, 'id'>): string {
  return `${root}offers/${id}`;
}

/** From a path below the pages back to where they begin. */
export function rootFrom(path: string): string {
  return '../'.repeat(Math.max(0, path.split('/').length - 2)) || './';
}
