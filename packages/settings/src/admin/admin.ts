import type { Hono } from 'hono';
import type { PageEnv } from '../page-context.js';
import { adminPaths, onlyAdmins } from './admin-context.js';
import { type AdminDeps, addAllKeysPage } from './all-keys.js';
import { addDisableUnusedPages } from './disable-unused.js';
import { addPeoplePages } from './people.js';

/** Adds the pages below `/admin`, about the keys of all owners. */
export function addAdminPages(app: Hono<PageEnv>, admin: AdminDeps): void {
  app.use('/admin/*', onlyAdmins(admin.deps));
  app.get('/admin', (c) => c.redirect(adminPaths(c.get('page').root).allKeys, 303));
  addAllKeysPage(app, admin);
  addDisableUnusedPages(app, admin);
  addPeoplePages(app, admin);
}
