import { randomUUID } from 'node:crypto';
import type { IssuedKey } from '@postern/core';
import type { Hono } from 'hono';
import type { KeyRoutes } from '../keys/key-routes.js';
import type { OwnerPageContext, PageEnv } from '../page-context.js';
import { refusalOf } from '../refusal.js';
import { chosenExpiry } from './expiry-form.js';
import { type NewKeyForm, readNewKeyForm } from './new-key-form.js';
import { newKeyPage } from './new-key-page.js';
import { addRotatePage } from './rotate.js';
import { accessError, chosenScopes } from './scope-fields.js';
import { tokenPage } from './token-page.js';

/** Adds the pages that issue tokens: the form for a new key, and the one that replaces a key. */
export function addIssuing(app: Hono<PageEnv>, routes: KeyRoutes): void {
  const { path, contextOf } = routes;

  app.get(`${path}/new`, async (c) => c.html(await newKeyPage(await contextOf(c), emptyForm())));

  app.post(path, async (c) => {
    const context = await contextOf(c);
    const { texts } = context.page;
    const form = await readNewKeyForm(c.req.raw);
    const contradiction = accessError(form, texts);
    if (contradiction !== undefined) return c.html(await newKeyPage(context, form, contradiction), 422);
    try {
      const show = await tokenPage(context);
      return c.html(show(await issue(context, form)), 201);
    } catch (error) {
      const refused = refusalOf(error, texts, form);
      if (refused === undefined) throw error;
      return c.html(await newKeyPage(context, form, refused), refused.status);
    }
  });

  addRotatePage(app, routes);
}

function emptyForm(): NewKeyForm {
  const expiry = { expiry: '', expires: '', dayEnds: '', shownAt: '' };
  return { name: '', ...expiry, access: '', scopes: [], idempotencyKey: randomUUID() };
}

function issue({ keys, owner, actor }: OwnerPageContext, form: NewKeyForm): Promise<IssuedKey> {
  const { name, idempotencyKey } = form;
  return keys.issue({
    owner,
    actor,
    name,
    scopes: chosenScopes(form),
    expiresAt: chosenExpiry(form, { lifetime: keys.lifetimes[owner.kind] ?? {} }),
    ...(idempotencyKey !== '' && { idempotencyKey }),
  });
}
