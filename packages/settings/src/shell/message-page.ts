import { html } from 'hono/html';
import type { Page } from '../page-context.js';
import { layout } from './layout.js';
import type { Markup } from './markup.js';

/** A page with nothing but a message, and perhaps the way on. */
export function messagePage(page: Page, text: string, more: Markup | string = '', nav?: Markup): Markup {
  return layout(page, { title: text, main: html`<h1>${text}</h1>${more}`, nav });
}
