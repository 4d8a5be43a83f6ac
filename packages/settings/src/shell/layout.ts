import { formReferrerPolicy } from '@postern/management';
import { html } from 'hono/html';
import type { Page } from '../page-context.js';
import { type Breadcrumb, breadcrumbs } from './breadcrumbs.js';
import type { Markup } from './markup.js';
import { scriptTexts } from './script-texts.js';

/** The content of a page, and its title. */
export interface Content {
  readonly title: string;
  readonly main: Markup;
  /** Default: none, and the page is a card in the middle. */
  readonly nav?: Markup | undefined;
  /** Where the page is, above it. Default: nothing. */
  readonly crumbs?: readonly Breadcrumb[] | undefined;
}

/**
 * Renders a whole page. `main` is the part that the script shows in a dialog. The page also states its referrer policy
 * itself, because middleware such as Helmet and Hono's `secureHeaders` may replace the header with `no-referrer`.
 */
export function layout(page: Page, { title, main, nav, crumbs = [] }: Content): Markup {
  const { texts, assets, root, host } = page;
  const content = html`<main id="main" tabindex="-1">${main}</main>`;
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="${formReferrerPolicy}">
<title>${title} · ${host.brand?.name ?? texts.settings}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}${assets.style.href}">
${host.styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
<script type="module" src="${root}${assets.script.href}"></script>
${host.scripts.map((href) => html`<script type="module" src="${href}"></script>`)}
</head>
<body${scriptTexts(texts)}${nav === undefined ? html` class="alone"` : ''}>
<a class="skip" href="#main">${texts.skipToContent}</a>
${nav === undefined ? content : html`${nav}<div class="content">${breadcrumbs(texts, crumbs)}${content}</div>`}
</body>
</html>
`;
}
