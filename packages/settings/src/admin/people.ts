import type { Hono } from 'hono';
import type { HonoContext, PageEnv } from '../page-context.js';
import { adminContext, adminPaths } from './admin-context.js';
import type { AdminDeps } from './all-keys.js';
import { allKeysPage } from './all-keys-page.js';
import { exportResponse, isExportName } from './export-response.js';
import { everyKey, holdsToken, isPersonId } from './key-filter.js';
import { personPage } from './person-page.js';

/** Adds the pages that show what would break if a person left. */
export function addPeoplePages(app: Hono<PageEnv>, { deps, isAdmin }: AdminDeps): void {
  const { keys } = deps;
  const refuse = async (c: HonoContext, personId: string) => {
    const wrongPerson = holdsToken(personId) ? 'secret' : 'person';
    const all = { filter: everyKey, isFirst: true, listed: undefined, wrongPerson } as const;
    return c.html(await allKeysPage(adminContext(c, deps), all), 422);
  };

  // The form on the page of all keys can only name the person in a query.
  app.get('/admin/people', (c) => {
    const personId = c.req.query('person')?.trim() ?? '';
    if (!isPersonId(personId)) return refuse(c, personId);
    return c.redirect(`${adminPaths(c.get('page').root).people}/${encodeURIComponent(personId)}`, 303);
  });

  app.get('/admin/people/:personId', async (c) => {
    const context = adminContext(c, deps);
    const { actor } = context;
    const personId = c.req.param('personId');
    if (!isPersonId(personId)) return refuse(c, personId);
    const cursor = c.req.query('cursor') ?? null;
    const listed = await keys.affectedBy(personId, { actor, cursor });
    return c.html(await personPage(context, { personId, listed, isFirst: cursor === null }));
  });

  app.get('/admin/people/:personId/export', (c) => {
    const { actor } = adminContext(c, deps);
    const personId = c.req.param('personId');
    const format = c.req.query('format') ?? '';
    if (!isExportName(format)) return c.notFound();
    return exportResponse(c, format, {
      deps,
      exported: {
        actor,
        isAdmin,
        pageAfter: (cursor) => keys.affectedBy(personId, { actor, limit: 100, cursor }),
      },
    });
  });
}
