import { html } from 'hono/html';
import { ownPath, type Page } from '../page-context.js';
import { layout } from './layout.js';
import type { Markup } from './markup.js';

/** A page with nothing but a message, and perhaps the way on. */
export function messagePage(page: Page, text: string, more: Markup | string = '', nav?: Markup): Markup {
  return layout(page, { title: text, main: html`<h1>${text}</h1>${more}`, nav });
}

/** The page for what does not exist, or not for this person: the same for both. */
export function notFoundPage(page: Page, text: string, nav: Markup | undefined): Markup {
  return titledPage(page, { title: page.texts.notFoundTitle, text, nav });
}

/** The page for what this person may not see or do. */
export function noAccessPage(page: Page, text: string, nav: Markup | undefined): Markup {
  return titledPage(page, { title: page.texts.noAccessTitle, text, nav });
}

interface Titled {
  readonly title: string;
  readonly text: string;
  readonly nav: Markup | undefined;
}

function titledPage(page: Page, { title, text, nav }: Titled): Markup {
  return layout(page, {
    title,
    main: html`<h1>${title}</h1><p class="lead">${text}</p>${nav === undefined ? '' : wayHome(page)}`,
    nav,
  });
}

/** A link to the person's own keys, or to the start if people have none. */
export function wayHome(page: Page): Markup {
  const { root, texts } = page;
  const own = ownPath(page);
  const home = own === undefined ? root : `${root}${own.slice(1)}/keys`;
  const text = own === undefined ? texts.settings : texts.toOwnKeys;
  return html`<p class="buttons"><a class="button" href="${home}">${text}</a></p>`;
}
