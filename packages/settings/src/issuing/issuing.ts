import { randomUUID } from 'node:crypto';
import type { IssuedKey } from '@postern/core';
import type { Hono } from 'hono';
import type { KeyRoutes } from '../keys/key-routes.js';
import { type OwnerPageContext, ownerText, type PageEnv } from '../page-context.js';
import { refusalOf } from '../refusal.js';
import { issuedKeyPage } from './issued-key-page.js';
import { type NewKeyForm, newKeyPage } from './new-key-page.js';
import { endOf, readForm } from './read-form.js';

/** Adds the form for a new key, and the page that shows its token. */
export function addIssuing(app: Hono<PageEnv>, { path, contextOf }: KeyRoutes): void {
  app.get(`${path}/new`, async (c) => {
    const context = await contextOf(c);
    return c.html(
      newKeyPage(context, { name: '', expires: '', dayEnds: '', scopes: [], idempotencyKey: randomUUID() }),
    );
  });

  app.post(path, async (c) => {
    const context = await contextOf(c);
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
