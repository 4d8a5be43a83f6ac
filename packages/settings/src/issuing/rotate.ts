import { type ApiKey, isPosternError, type RotatedKey } from '@postern/core';
import type { Hono } from 'hono';
import type { KeyRoutes } from '../keys/key-routes.js';
import type { HonoContext, OwnerPageContext, PageEnv } from '../page-context.js';
import { readFields } from '../read-fields.js';
import { refusalOf } from '../refusal.js';
import { chosenExpiry, readExpiryForm } from './expiry-form.js';
import { chosenGrace } from './grace-choices.js';
import { isLive, notRotatablePage } from './not-rotatable-page.js';
import { type RotateForm, rotatePage } from './rotate-page.js';
import { tokenPage } from './token-page.js';

/** Adds the pages that replace a key: what that does, and the token of the new key. */
export function addRotatePage(app: Hono<PageEnv>, { path, contextOf }: KeyRoutes): void {
  app.get(`${path}/:keyId/rotate`, async (c) => {
    const context = await contextOf(c);
    const key = await findKey(c, context);
    if (!isLive(key)) return c.html(await notRotatablePage(context, key), 409);
    const form = { expiry: '', expires: '', dayEnds: '', shownAt: '', grace: '' };
    return c.html(await rotatePage(context, { key, form }));
  });

  app.post(`${path}/:keyId/rotate`, async (c) => {
    const context = await contextOf(c);
    const { texts } = context.page;
    const key = await findKey(c, context);
    const fields = await readFields(c.req.raw);
    const form = { ...readExpiryForm(fields), grace: fields.get('grace') ?? '' };
    const graceMs = chosenGrace(form.grace);
    if (graceMs === undefined) {
      const error = { field: 'grace', message: texts.graceMissing } as const;
      return c.html(await rotatePage(context, { key, form, error }), 422);
    }
    try {
      const show = await tokenPage(context);
      return c.html(show(await rotate(context, { key, form, graceMs })), 201);
    } catch (error) {
      // Another click, tab or person was faster, and the token was in the response to that. This one says so.
      // M09 rotated
      if (isPosternError(error) && error.code === 'ERR_KEY_NOT_LIVE')
        return c.html(await notRotatablePage(context, await findKey(c, context)), 409);
      const refused = refusalOf(error, texts, form);
      if (refused === undefined) throw error;
      return c.html(await rotatePage(context, { key, form, error: refused }), refused.status);
    }
  });
}

function findKey(c: HonoContext, { keys, owner, actor }: OwnerPageContext): Promise<ApiKey> {
  return keys.get(c.req.param('keyId') ?? '', { owner, actor });
}

function rotate(
  { keys, owner, actor }: OwnerPageContext,
  { key, form, graceMs }: { readonly key: ApiKey; readonly form: RotateForm; readonly graceMs: number },
): Promise<RotatedKey> {
  const lifetime = keys.lifetimes[owner.kind] ?? {};
  const expiresAt = chosenExpiry(form, { lifetime, replaced: key });
  return keys.rotate(key.id, { owner, actor, graceMs, expiresAt });
}
