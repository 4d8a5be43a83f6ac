import type { Hono } from 'hono';
import type { PageEnv } from '../page-context.js';
import { doneMessage } from './done.js';
import type { KeyRoutes } from './key-routes.js';
import { keyListPage } from './list-page.js';

/** Adds the list of an owner's keys. */
export function addListPage(app: Hono<PageEnv>, { path, contextOf, deps }: KeyRoutes): void {
  const { createDisabledReason = () => null } = deps.options;

  app.get(path, async (c) => {
    const context = await contextOf(c);
    const { keys, owner, actor } = context;
    const shown = c.req.query('state') === 'all' ? 'all' : 'live';
    const cursor = c.req.query('cursor');
    const page = await keys.list({
      owner,
      actor,
      state: shown === 'all' ? 'all' : 'accepted',
      ...(cursor !== undefined && { cursor }),
    });
    return c.html(
      await keyListPage(context, {
        ...page,
        shown,
        createDisabledReason: await createDisabledReason(owner, actor, c.req.raw),
        done: await doneMessage(context, (name) => c.req.query(name)),
      }),
    );
  });
}
