import { randomUUID } from 'node:crypto';
import type { IssuedKey } from '@postern/core';
import type { OwnerRoute } from '@postern/management/internal';
import type { Hono } from 'hono';
import {
  keysPath,
  type OwnerPageContext,
  ownerPageContext,
  ownerText,
  type PageDeps,
  type PageEnv,
} from './page-context.js';
import { endOf, readForm } from './read-form.js';
import { refusalOf } from './refusal.js';
import { issuedKeyPage } from './views/issued-key.js';
import { deleteKeyPage, keyListPage } from './views/key-list.js';
import { type NewKeyForm, newKeyPage } from './views/new-key.js';

/** Adds the pages for the keys of one kind of owner. */
export function addKeyPages(app: Hono<PageEnv>, ownerRoute: OwnerRoute, deps: PageDeps): void {
  const { createDisabledReason = () => null } = deps.options;
  const keysRoute = `${ownerRoute.path.replace(/\{(\w+)\}/, ':$1')}/keys`;

  app.get(keysRoute, async (c) => {
    const context = await ownerPageContext(c, deps, ownerRoute);
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
        createDisabledReason: await createDisabledReason(owner, actor),
      }),
    );
  });

  app.get(`${keysRoute}/new`, async (c) => {
    const context = await ownerPageContext(c, deps, ownerRoute);
    return c.html(
      newKeyPage(context, { name: '', expires: '', dayEnds: '', scopes: [], idempotencyKey: randomUUID() }),
    );
  });

  app.post(keysRoute, async (c) => {
    const context = await ownerPageContext(c, deps, ownerRoute);
    const form = await readForm(c.req.raw);
    try {
      // Before the key is issued: if this fails, no token is lost.
      const owner = await ownerText(context);
      return c.html(issuedKeyPage(context, owner, await issue(context, form)), 201);
    } catch (error) {
      const refused = refusalOf(error, context.page.texts, form);
      if (refused === undefined) throw error;
      return c.html(newKeyPage(context, form, refused), refused.status);
    }
  });

  app.get(`${keysRoute}/:keyId/delete`, async (c) => {
    const context = await ownerPageContext(c, deps, ownerRoute);
    const { keys, owner, actor } = context;
    const key = await keys.get(c.req.param('keyId'), { owner, actor });
    return c.html(deleteKeyPage(context, await ownerText(context), key));
  });

  app.post(`${keysRoute}/:keyId/delete`, async (c) => {
    const { keys, owner, actor, page } = await ownerPageContext(c, deps, ownerRoute);
    await keys.revoke(c.req.param('keyId'), { owner, actor });
    return c.redirect(keysPath(page, owner), 303);
  });
}

function issue(
  { keys, owner, actor }: OwnerPageContext,
  { name, expires, dayEnds, scopes, idempotencyKey }: NewKeyForm,
): Promise<IssuedKey> {
  return keys.issue({
    owner,
    actor,
    name,
    scopes: scopes.length === 0 ? null : scopes,
    expiresAt: expires === '' ? undefined : endOf(expires, dayEnds),
    ...(idempotencyKey !== '' && { idempotencyKey }),
  });
}
