import type { Actor, ActorReference, ApiKeys, Owner } from '@postern/core';
import type { Assets } from './assets.js';
import type { Texts } from './texts/texts.js';

/** A way to a page of the host. */
export interface SettingsLink {
  readonly href: string;
  readonly text: string;
}

/** What every page knows: who looks at what, in which language, and where it is. */
export interface Visit {
  readonly keys: ApiKeys;
  readonly actor: Actor;
  readonly owner: Owner;
  /** All whose pages there are. */
  readonly owners: readonly Owner[];
  readonly page: Frame;
  readonly nameOf: (whom: Owner | ActorReference) => string | Promise<string>;
}

/** What a page is put into, whoever looks at it. */
export interface Frame {
  readonly texts: Texts;
  readonly assets: Assets;
  /** Ways out of the settings, as the host has them. */
  readonly links: readonly SettingsLink[];
  /** From the page to where the pages begin: `../../`. All links are relative, so that no page knows its base path. */
  readonly root: string;
}

/** The address of an owner's keys. */
export function keysPath({ root }: Frame, { kind, id }: Owner): string {
  return kind === 'user' ? `${root}user/keys` : `${root}teams/${encodeURIComponent(id)}/keys`;
}

/** From a path below the pages back to where they begin. */
export function rootFrom(path: string): string {
  return '../'.repeat(Math.max(0, path.split('/').length - 2)) || './';
}
