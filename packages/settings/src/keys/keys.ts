import type { OwnerRoute } from '@postern/management/internal';
import type { Hono } from 'hono';
import { addIssuing } from '../issuing/issuing.js';
import { ownerPageContext, type PageDeps, type PageEnv } from '../page-context.js';
import { addChanges } from './changes.js';
import { addKeyPage } from './key-page.js';
import type { KeyRoutes } from './key-routes.js';
import { addListPage } from './list.js';

/** Adds the pages for the keys of one kind of owner. */
export function addKeyPages(app: Hono<PageEnv>, ownerRoute: OwnerRoute, deps: PageDeps): void {
  const routes: KeyRoutes = {
    path: `${ownerRoute.path.replace(/\{(\w+)\}/, ':$1')}/keys`,
    contextOf: (c) => ownerPageContext(c, deps, ownerRoute),
    deps,
  };
  addListPage(app, routes);
  addIssuing(app, routes);
  // After `/new`, which would otherwise be a key.
  addKeyPage(app, routes);
  addChanges(app, routes);
}
