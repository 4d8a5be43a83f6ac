import { isPosternError } from '@postern/core';
import type { Hono } from 'hono';
import type { HonoContext, OwnerPageContext, PageEnv } from '../page-context.js';
import { readFields } from '../read-fields.js';
import { refusalOf } from '../refusal.js';
import { type ChangeForm, changeKey, isAsWanted, type KeyChange } from './change-key.js';
import { type AskedChange, changePage, impossiblePage } from './change-page.js';
import { type Done, keyWithDone, listWithDone } from './done.js';
import { possibleActions } from './key-actions.js';
import type { KeyRoutes } from './key-routes.js';
import { refusedChange } from './refused-change.js';

/** What is done once the form of a change is sent. */
const doneBy: Readonly<Record<KeyChange, Done>> = {
  rename: 'renamed',
  disable: 'disabled',
  enable: 'enabled',
  delete: 'deleted',
};

/** Adds the pages that ask before a key is renamed, disabled, enabled or deleted. */
export function addChanges(app: Hono<PageEnv>, { path, contextOf }: KeyRoutes): void {
  for (const change of Object.keys(doneBy) as KeyChange[]) {
    app.get(`${path}/:keyId/${change}`, async (c) => {
      const context = await contextOf(c);
      const { keys, owner, actor } = context;
      const key = await keys.get(c.req.param('keyId') ?? '', { owner, actor });
      return ask(c, context, { key, change, name: key.name, reason: '' });
    });

    app.post(`${path}/:keyId/${change}`, async (c) => {
      const context = await contextOf(c);
      const keyId = c.req.param('keyId') ?? '';
      const form = formOf(await sentFields(c));
      try {
        const unchanged = await changeKey(context, { keyId, change }, form);
        if (unchanged === undefined) {
          return c.redirect(nextUrl(context, change, { done: doneBy[change], keyId }), 303);
        }
        const message = context.page.texts.changedMeanwhile;
        const error = { status: 409, field: null, message } as const;
        return ask(c, context, { key: unchanged, change, ...form, error });
      } catch (error) {
        return askAgain(c, context, { keyId, change, form, error });
      }
    });
  }
}

/** Without a form, a client may send nothing at all. */
async function sentFields(c: HonoContext): Promise<URLSearchParams> {
  return c.req.header('Content-Type') === undefined ? new URLSearchParams() : readFields(c.req.raw);
}

function formOf(fields: URLSearchParams): ChangeForm {
  const text = (name: string) => fields.get(name) ?? '';
  return { name: text('name'), reason: text('reason'), version: text('version') };
}

/** The key's own page; for a key that was deleted, the list. */
function nextUrl(
  context: OwnerPageContext,
  change: KeyChange,
  { done, keyId }: { readonly done: Done; readonly keyId: string },
): string {
  return change === 'delete' ? listWithDone(context, done, keyId) : keyWithDone(context, done, keyId);
}

/**
 * Shows the page that asks. If the state of the key does not allow the change, the person comes from a page that is out
 * of date: this leads on if the key is as they want it, and otherwise says why there is nothing to do.
 */
async function ask(c: HonoContext, context: OwnerPageContext, asked: AskedChange): Promise<Response> {
  const { key, change, error } = asked;
  const status = error?.status ?? 200;
  if (possibleActions(key, new Date()).includes(change))
    return c.html(await changePage(context, asked), status);
  if (isAsWanted(change, key, asked)) {
    const done = error === undefined ? 'unchanged' : doneBy[change];
    return c.redirect(nextUrl(context, change, { done, keyId: key.id }), 303);
  }
  return c.html(await impossiblePage(context, key), status);
}

/** Shows the page that asks again, with what was wrong. */
async function askAgain(
  c: HonoContext,
  context: OwnerPageContext,
  { keyId, change, form, error }: RefusedForm,
): Promise<Response> {
  const isGone = isPosternError(error) && error.code === 'ERR_KEY_NOT_FOUND';
  if (isGone || refusalOf(error, context.page.texts) === undefined) throw error;
  const { keys, owner, actor } = context;
  const key = await keys.get(keyId, { owner, actor });
  const refused = await refusedChange(context, error, { key, change });
  if (refused === undefined) throw error;
  return ask(c, context, { key, change, ...form, error: refused });
}

/** A form that could not be carried out. */
interface RefusedForm {
  readonly keyId: string;
  readonly change: KeyChange;
  readonly form: ChangeForm;
  readonly error: unknown;
}
