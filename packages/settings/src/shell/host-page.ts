import type { ApiKeys } from '@postern/core';
import { adminSection, readIsAdmin, readOwnerPaths } from '@postern/management/internal';
import { assetsWith } from '../assets.js';
import type { SettingsOptions } from '../options.js';
import { contextOfActor, hostOf, type Page } from '../page-context.js';
import type { Breadcrumb } from './breadcrumbs.js';
import { layout } from './layout.js';
import type { Markup } from './markup.js';
import { navigation } from './navigation.js';

/** A page of the host. */
export interface HostPage {
  readonly title: string;
  /** What is below the navigation, as Hono's `html` returns it. It should start with the heading. */
  readonly main: Markup;
  /** The path of the link of the sidebar that leads here. Default: none. */
  readonly here?: string | undefined;
  /** The pages above this one. Default: none. */
  readonly crumbs?: readonly Breadcrumb[] | undefined;
  /** The paths of style sheets and modules, in addition to those of the settings. Default: none. */
  readonly styles?: readonly string[] | undefined;
  readonly scripts?: readonly string[] | undefined;
}

/** Renders the host's own pages in the shell of the settings. */
export interface SettingsShell {
  /** A page with the sidebar of the person who is signed in. If no one is, it is a card. */
  readonly page: (request: Request, content: HostPage) => Promise<Markup>;
  /** A card in the middle, without a sidebar, such as a form for signing in. */
  readonly card: (request: Request, content: HostPage) => Markup;
}

/** What the shell needs besides what the pages need. */
export interface ShellOptions<Kind extends string = string> extends SettingsOptions<Kind> {
  /** The path of the settings, such as `/settings`. */
  readonly path: string;
}

/**
 * Creates the shell of the settings for other pages of the host: the same sidebar, style and script. Send such a page
 * with a `Content-Security-Policy` that allows `style-src 'self'`, `script-src 'self'` and `connect-src 'self'`.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if `ownerPaths` is not valid.
 * @example
 * const shell = settingsShell(keys, { authenticate, ownersOf, path: '/settings' });
 * app.get('/help', async (c) => c.html(await shell.page(c.req.raw, { title: 'Help', main: html`<h1>Help</h1>` })));
 */
export function settingsShell<Kind extends string>(
  keys: ApiKeys<Kind>,
  options: ShellOptions<NoInfer<Kind>>,
): SettingsShell {
  const assets = assetsWith(options.theme ?? {});
  const isAdmin = readIsAdmin(options.isAdmin);
  const ownerRoutes = readOwnerPaths(keys.kinds, options.ownerPaths, isAdmin && adminSection);
  const pageFor = (request: Request, { styles = [], scripts = [] }: HostPage): Page => {
    const host = hostOf(options, request);
    return {
      ...host,
      assets,
      ownerRoutes,
      root: `${options.path}/`,
      host: { ...host.host, styles, scripts },
    };
  };
  return {
    async page(request, content) {
      const page = pageFor(request, content);
      const actor = await options.authenticate(request);
      const nav =
        actor === null
          ? undefined
          : await navigation(await contextOfActor(page, actor, options), content.here);
      return layout(page, { ...content, nav });
    },
    card: (request, content) => layout(pageFor(request, content), content),
  };
}
