import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** The top of a page. */
export interface PageHeader {
  readonly title: string | Markup;
  /** What the page is for, in a sentence. Default: nothing. */
  readonly lead?: string | Markup | undefined;
  /** What people come here to do, at the right: a button or two. Default: nothing. */
  readonly action?: Markup | string | undefined;
}

export function pageHeader({ title, lead, action = '' }: PageHeader): Markup {
  return html`<header class="page-header">
<div><h1>${title}</h1>${lead === undefined ? '' : html`<p class="lead">${lead}</p>`}</div>
${action}
</header>`;
}
