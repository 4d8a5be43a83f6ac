import { randomUUID } from 'node:crypto';
import type { IssuedKey } from '@postern/core';
import type { OwnerPath } from '@postern/management/internal';
import type { Hono } from 'hono';
import { endOf, readForm } from './read-form.js';
import { refusalOf } from './refusal.js';
import { issuedKeyPage } from './views/issued-key.js';
import { deleteKeyPage, keyListPage } from './views/key-list.js';
import { type NewKeyForm, newKeyPage } from './views/new-key.js';
import { keysPath, ownerText, type PageEnv, type Visit, type Visited, visitOf } from './visit.js';

/** Adds the pages of the keys of one kind of owner. */
export function addKeyPages(app: Hono<PageEnv>, ownerPath: OwnerPath, visited: Visited): void {
  const { whyNoNewKeys = () => null } = visited.options;
  const keysRoute = `${ownerPath.path.replace(/\{(\w+)\}/, ':$1')}/keys`;

  app.get(keysRoute, async (c) => {
    const visit = await visitOf(c, visited, ownerPath);
    const { keys, owner, actor } = visit;
    const shown = c.req.query('state') === 'all' ? 'all' : 'live';
    const cursor = c.req.query('cursor');
    const page = await keys.list({
      owner,
      actor,
      state: shown === 'all' ? 'all' : 'accepted',
      ...(cursor !== undefined && { cursor }),
    });
    return c.html(await keyListPage(visit, { ...page, shown, noNewKeys: await whyNoNewKeys(owner, actor) }));
  });

  app.get(`${keysRoute}/new`, async (c) => {
    const visit = await visitOf(c, visited, ownerPath);
    return c.html(
      newKeyPage(visit, { name: '', expires: '', dayEnds: '', scopes: [], idempotencyKey: randomUUID() }),
    );
  });

  app.post(keysRoute, async (c) => {
    const visit = await visitOf(c, visited, ownerPath);
    const form = await readForm(c.req.raw);
    try {
      // Before the key is issued: if this fails, no token is lost.
      const owner = await ownerText(visit);
      return c.html(issuedKeyPage(visit, owner, await issue(visit, form)), 201);
    } catch (error) {
      const refused = refusalOf(error, visit.page.texts);
      if (refused === undefined) throw error;
      return c.html(newKeyPage(visit, form, refused), refused.status);
    }
  });

  app.get(`${keysRoute}/:keyId/delete`, async (c) => {
    const visit = await visitOf(c, visited, ownerPath);
    const { keys, owner, actor } = visit;
    const key = await keys.get(c.req.param('keyId'), { owner, actor });
    return c.html(deleteKeyPage(visit, await ownerText(visit), key));
  });

  app.post(`${keysRoute}/:keyId/delete`, async (c) => {
    const { keys, owner, actor, page } = await visitOf(c, visited, ownerPath);
    await keys.revoke(c.req.param('keyId'), { owner, actor });
    return c.redirect(keysPath(page, owner), 303);
  });
}

function issue(
  { keys, owner, actor }: Visit,
  { name, expires, dayEnds, scopes, idempotencyKey }: NewKeyForm,
): Promise<IssuedKey> {
  return keys.issue({
    owner,
    actor,
    name,
    scopes: scopes.length === 0 ? null : scopes,
    expiresAt: expires === '' ? null : endOf(expires, dayEnds),
    ...(idempotencyKey !== '' && { idempotencyKey }),
  });
}
