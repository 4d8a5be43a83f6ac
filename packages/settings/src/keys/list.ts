import { holdsSecret } from '@postern/core/ports';
import type { Hono } from 'hono';
import { keysPath, type PageEnv } from '../page-context.js';
import { doneMessage } from './done.js';
import { countKeys, findKeys } from './find-keys.js';
import type { KeyRoutes } from './key-routes.js';
import { keyListPage } from './list-page.js';
import { listUrl, readListQuery } from './list-query.js';

/** Adds the list of an owner's keys. */
export function addListPage(app: Hono<PageEnv>, { path, contextOf, deps }: KeyRoutes): void {
  const { createDisabledReason = () => null } = deps.options;

  app.get(path, async (c) => {
    const context = await contextOf(c);
    const { owner, actor, page } = context;
    const query = readListQuery((name) => c.req.query(name));
    // Redirects, so that the token is neither in the address bar nor in the `Referer` of what the page loads.
    // P09 search
    if (holdsSecret(c.req.query('q') ?? ''))
      return c.redirect(listUrl(keysPath(page, owner), { filter: query.filter, isRefused: true }), 303);
    const now = new Date();
    const [found, counts, reason, done] = await Promise.all([
      findKeys(context, query, now),
      countKeys(context, now),
      createDisabledReason(owner, actor, c.req.raw),
      doneMessage(context, (name) => c.req.query(name)),
    ]);
    const listed = { ...found, query, counts, createDisabledReason: reason, done, now };
    return c.html(await keyListPage(context, listed));
  });
}
