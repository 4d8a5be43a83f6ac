import { reportUnexpected } from '@postern/management/internal';
import { html } from 'hono/html';
import { RefusedForm } from './read-form.js';
import { refusalOf } from './refusal.js';
import { type Markup, navigation, saying } from './views/frame.js';
import { type PageContext, SignedOut, type Visited } from './visit.js';

/** Answers what a page could not do: why, where the error tells of the request, and 503 where it tells of a fault. */
export async function answerError(
  c: PageContext,
  error: Error,
  { keys, options }: Visited,
): Promise<Response> {
  const page = c.get('page');
  if (error instanceof SignedOut) return answerSignedOut(c, options.signInUrl?.(c.req.raw));
  if (error instanceof RefusedForm) {
    const { tooLong, unreadable } = page.texts;
    if (error.status !== 413) return c.html(saying(page, unreadable), error.status);
    // The rest of the body is not read (RFC 9112 §9.6).
    return c.html(saying(page, tooLong), 413, { Connection: 'close' });
  }
  const refused = refusalOf(error, page.texts);
  if (refused === undefined) {
    reportUnexpected(keys, error);
    return c.html(saying(page, page.texts.faulty), 503, { 'Retry-After': '1' });
  }
  const back = html`<p><a href="${page.root}user/keys">${page.texts.settings}</a></p>`;
  return c.html(saying(page, refused.message, back, await navigationFor(c)), refused.status);
}

/** The ways on, for whoever is known. Where one of the host's functions fails, they are left out. */
async function navigationFor(c: PageContext): Promise<Markup | undefined> {
  const visitor = c.get('visitor');
  if (visitor === undefined) return undefined;
  try {
    return await navigation(visitor);
  } catch {
    return undefined;
  }
}

/** Whoever asks for a page is sent to sign in. Whoever sends a form is told first: it was not done. */
function answerSignedOut(c: PageContext, signInUrl: string | undefined): Response | Promise<Response> {
  const isNavigation = c.req.method === 'GET' && c.req.header('Sec-Fetch-Mode') !== 'cors';
  if (isNavigation && signInUrl !== undefined) return c.redirect(signInUrl, 303);
  const page = c.get('page');
  const { texts } = page;
  const link: Markup | string =
    signInUrl === undefined
      ? ''
      : html`<p><a class="button primary" href="${signInUrl}">${texts.signIn}</a></p>`;
  return c.html(saying(page, texts.signedOut, link), 401);
}
