import type { Actor, ActorReference, Owner } from '@postern/core';
import type { ManagementOptions } from '@postern/management';
import type { Theme } from './assets.js';
import type { Texts } from './texts/texts.js';

/** What the pages ask of their host: the same as the management API, and what people see. */
export interface SettingsOptions extends Omit<ManagementOptions, 'openApi'> {
  /** Where whoever is signed out signs in. Default: nowhere; the page only says that nobody is signed in. */
  readonly signInUrl?: ((request: Request) => string) | undefined;
  /** The texts, for everybody or for one request. Default: `en`. */
  readonly texts?: Texts | ((request: Request) => Texts) | undefined;
  /** What a person or a team is called. Default: their IDs. */
  readonly nameOf?: ((whom: Owner | ActorReference) => string | Promise<string>) | undefined;
  /** Says why an owner can have no new keys, such as a plan without team keys; `null` where they can. Default: they can. */
  readonly whyNoNewKeys?:
    | ((owner: Owner, actor: Actor) => string | null | Promise<string | null>)
    | undefined;
  /** Ways to other pages of the host, such as signing out. They stand below those to the keys. Default: none. */
  readonly links?: readonly SettingsLink[] | undefined;
  /** Values for the custom properties of the style, such as `--postern-accent`. Default: none. */
  readonly theme?: Theme | undefined;
}

/** A way to a page of the host. */
export interface SettingsLink {
  readonly href: string;
  readonly text: string;
}
