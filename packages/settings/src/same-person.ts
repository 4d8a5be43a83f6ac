import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { isForOtherPerson } from './form-person.js';
import { findActor, type HonoContext, type PageDeps, type PageEnv, pageContext } from './page-context.js';
import { readFields } from './read-fields.js';
import { messagePage, wayHome } from './shell/message-page.js';
import { navigation } from './shell/navigation.js';

/** Refuses every form that was made for someone else than the person who is signed in now. */
export function onlySamePerson(deps: PageDeps): MiddlewareHandler<PageEnv> {
  return async function onlySamePerson(c, next) {
    const actor = c.req.method === 'POST' ? await findActor(c, deps) : null;
    if (actor === null) return next();
    // What is not a form says nothing about people. Where a form is needed, it is refused.
    const fields = await readFields(c.req.raw).catch(() => new URLSearchParams());
    // M05 person
    if (isForOtherPerson(fields, actor)) return otherPersonPage(c, deps);
    return next();
  };
}

async function otherPersonPage(c: HonoContext, deps: PageDeps): Promise<Response> {
  const context = await pageContext(c, deps);
  const { page, actor, nameOf } = context;
  const { texts } = page;
  const more = html`<p class="lead">${texts.otherPerson}</p>${wayHome(page)}`;
  const title = texts.otherPersonTitle(await nameOf(actor));
  return c.html(messagePage(page, title, more, await navigation(context)), 409);
}
