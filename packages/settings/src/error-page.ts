import { reportUnexpected } from '@postern/management/internal';
import { html } from 'hono/html';
import { type HonoContext, type Page, type PageDeps, SignedOut } from './page-context.js';
import { RefusedForm } from './read-fields.js';
import { type Refused, refusalOf } from './refusal.js';
import type { Markup } from './shell/markup.js';
import { messagePage, noAccessPage, notFoundPage, wayHome } from './shell/message-page.js';
import { navigation } from './shell/navigation.js';

/** Creates the page for an error: the reason if the request was refused, and 503 if something failed. */
export async function errorPage(
  c: HonoContext,
  error: Error,
  { keys, options }: PageDeps,
): Promise<Response> {
  const page = c.get('page');
  if (error instanceof SignedOut) return signedOutPage(c, options.signInUrl?.(c.req.raw));
  if (error instanceof RefusedForm) {
    const { tooLong, unreadable } = page.texts;
    if (error.status !== 413) return c.html(messagePage(page, unreadable), error.status);
    // The rest of the body is not read (RFC 9112 §9.6).
    return c.html(messagePage(page, tooLong), 413, { Connection: 'close' });
  }
  const refused = refusalOf(error, page.texts);
  if (refused === undefined) {
    reportUnexpected(keys, error);
    return c.html(messagePage(page, page.texts.faulty), 503, { 'Retry-After': '1' });
  }
  const nav = await navigationFor(c);
  return c.html(refusedPage(page, refused, nav), refused.status);
}

function refusedPage(page: Page, { code, status, message }: Refused, nav: Markup | undefined): Markup {
  if (status === 404) return notFoundPage(page, message, nav);
  if (code === 'ERR_FORBIDDEN') return noAccessPage(page, message, nav);
  return messagePage(page, message, wayHome(page), nav);
}

/** The navigation, if someone is signed in. Left out if one of the host's functions fails. */
export async function navigationFor(c: HonoContext): Promise<Markup | undefined> {
  const context = c.get('context');
  if (context === undefined) return undefined;
  try {
    return await navigation(context);
  } catch {
    return undefined;
  }
}

/** A request for a page redirects to sign in. A form gets a page first that says that nothing was changed. */
function signedOutPage(c: HonoContext, signInUrl: string | undefined): Response | Promise<Response> {
  const isNavigation = c.req.method === 'GET' && c.req.header('Sec-Fetch-Mode') !== 'cors';
  if (isNavigation && signInUrl !== undefined) return c.redirect(signInUrl, 303);
  const page = c.get('page');
  const { texts } = page;
  const link: Markup | string =
    signInUrl === undefined
      ? ''
      : html`<p><a class="button primary" href="${signInUrl}">${texts.signIn}</a></p>`;
  return c.html(messagePage(page, texts.signedOut, link), 401);
}
