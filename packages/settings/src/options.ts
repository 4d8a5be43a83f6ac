import type { Actor, ActorReference, Owner } from '@postern/core';
import type { ManagementOptions } from '@postern/management';
import type { Theme } from './assets.js';
import type { Texts } from './texts/texts.js';

/** What the pages need from their host: the same as the management API, and what people see. */
export interface SettingsOptions<Kind extends string = string>
  extends Omit<ManagementOptions<Kind>, 'openApi'> {
  /** Returns the page where people sign in. Default: none; people only read that they are signed out. */
  readonly signInUrl?: ((request: Request) => string) | undefined;
  /** The texts, for every request or for one. Default: `en`. */
  readonly texts?: Texts | ((request: Request) => Texts) | undefined;
  /** Returns the name to show for a person, a team or another owner. Default: their ID. */
  readonly nameOf?: ((whom: Owner | ActorReference) => string | Promise<string>) | undefined;
  /**
   * Returns why no keys can be created for an owner, such as a plan without team keys; `null` if they can. People read
   * it instead of the button. The `KeyPolicy` still decides. Default: `null`.
   */
  readonly createDisabledReason?:
    | ((owner: Owner, actor: Actor) => string | null | Promise<string | null>)
    | undefined;
  /**
   * Links to other pages of the host, such as signing out, shown below the navigation: for everyone, or for one person.
   * Default: none.
   */
  readonly links?: readonly SettingsLink[] | LinksFor | undefined;
  /** Values for the style's custom properties, such as `--postern-accent`. Default: none. */
  readonly theme?: Theme | undefined;
}

/** Returns the links for a person. */
type LinksFor = (actor: Actor) => readonly SettingsLink[] | Promise<readonly SettingsLink[]>;

/** A link to a page of the host. */
export interface SettingsLink {
  readonly href: string;
  readonly text: string;
}
