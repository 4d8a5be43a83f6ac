import type { IsAdmin } from '@postern/management/internal';
import type { Hono } from 'hono';
import type { PageDeps, PageEnv } from '../page-context.js';
import { adminContext } from './admin-context.js';
import { allKeysPage } from './all-keys-page.js';
import { exportResponse, isExportName } from './export-response.js';
import { conditionsOf, readFilter } from './key-filter.js';

/** What the pages for admins need. */
export interface AdminDeps {
  readonly deps: PageDeps;
  readonly isAdmin: IsAdmin;
}

/** Adds the page with the keys of all owners, and their export. */
export function addAllKeysPage(app: Hono<PageEnv>, { deps, isAdmin }: AdminDeps): void {
  const { keys } = deps;

  app.get('/admin/keys', async (c) => {
    const context = adminContext(c, deps);
    const query = new URL(c.req.url).searchParams;
    const { filter, unusable } = readFilter(query, keys.kinds);
    const cursor = query.get('cursor');
    const isFirst = cursor === null;
    if (unusable !== undefined)
      return c.html(await allKeysPage(context, { filter, unusable, isFirst, listed: undefined }), 422);
    const { actor } = context;
    const listed = await keys.listAll({ actor, ...conditionsOf(filter, new Date()), cursor });
    return c.html(await allKeysPage(context, { filter, isFirst, listed }));
  });

  app.get('/admin/keys/export', async (c) => {
    const context = adminContext(c, deps);
    const { actor } = context;
    const query = new URL(c.req.url).searchParams;
    const { filter, unusable } = readFilter(query, keys.kinds);
    const format = query.get('format') ?? '';
    if (unusable !== undefined || !isExportName(format))
      return c.html(await allKeysPage(context, { filter, unusable, isFirst: true, listed: undefined }), 422);
    const conditions = conditionsOf(filter, new Date());
    return exportResponse(c, format, {
      deps,
      exported: {
        actor,
        isAdmin,
        pageAfter: (cursor) => keys.listAll({ actor, ...conditions, limit: 100, cursor }),
      },
    });
  });
}
