import type { Hono } from 'hono';
import { keysPath, ownerText, type PageEnv } from '../page-context.js';
import { deleteKeyPage } from './delete-page.js';
import type { KeyRoutes } from './key-routes.js';

/** Adds the page that asks before a key is deleted. */
export function addDeletePage(app: Hono<PageEnv>, { path, contextOf }: KeyRoutes): void {
  app.get(`${path}/:keyId/delete`, async (c) => {
    const context = await contextOf(c);
    const { keys, owner, actor } = context;
    const key = await keys.get(c.req.param('keyId') ?? '', { owner, actor });
    return c.html(await deleteKeyPage(context, await ownerText(context), key));
  });

  app.post(`${path}/:keyId/delete`, async (c) => {
    const { keys, owner, actor, page } = await contextOf(c);
    await keys.revoke(c.req.param('keyId') ?? '', { owner, actor });
    return c.redirect(keysPath(page, owner), 303);
  });
}
