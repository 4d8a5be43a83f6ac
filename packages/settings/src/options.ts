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
  /** Returns the name to show for a person, a team or another owner; the ID if there is none. Default: their ID. */
  readonly nameOf?: ((whom: Owner | ActorReference) => string | Promise<string>) | undefined;
  /**
   * Returns why no keys can be created for an owner, such as a plan without team keys; `null` if they can. People read
   * it instead of the button. The `KeyPolicy` still decides. Default: `null`.
   */
  readonly createDisabledReason?:
    | ((owner: Owner, actor: Actor, request: Request) => string | null | Promise<string | null>)
    | undefined;
  /**
   * Links to other pages of the host, shown in the sidebar below the keys: for everyone, or for one person. Default:
   * none.
   */
  readonly links?: readonly SettingsLink[] | LinksFor | undefined;
  /**
   * Checks whether the sidebar has a link to the keys of an owner. Leave out owners of which a person may have many, and
   * link to a list of them. Default: it has all.
   */
  readonly inSidebar?: ((owner: Owner) => boolean) | undefined;
  /** The name of the host, at the top of the sidebar, and where it leads. Default: the settings themselves. */
  readonly brand?: Brand | undefined;
  /** Returns the page where people sign out, at the end of the sidebar. Default: none. */
  readonly signOutUrl?: ((request: Request) => string) | undefined;
  /**
   * Returns a sentence about a permission: what a key that has it may do. `undefined`: there is none. Default: none.
   */
  readonly describeScope?: ((scope: string, request: Request) => string | undefined) | undefined;
  /** The URL in the examples that are shown with a new key. Default: `https://api.example.com`. */
  readonly exampleUrl?: string | undefined;
  /** Values for the style's custom properties, such as `--postern-accent`. Default: none. */
  readonly theme?: Theme | undefined;
}

/** Returns the links for a person who sent a request. */
type LinksFor = (
  actor: Actor,
  request: Request,
) => readonly SettingsLink[] | Promise<readonly SettingsLink[]>;

/** The name of the host, and its start page. */
export interface Brand {
  readonly name: string;
  readonly href: string;
}

/** A link to a page of the host. */
export interface SettingsLink {
  readonly href: string;
  readonly text: string;
  /**
   * The heading above it. Links with the same heading are together, also with those of the settings. Default: none.
   */
  readonly group?: string | undefined;
  /**
   * The kind of owners that the page lists. The link is marked, and is in the breadcrumbs, on the pages of those that
   * `inSidebar` leaves out. Default: none.
   */
  readonly ownerKind?: string | undefined;
}
