import { isSameOwner, type Owner } from '@postern/core';
import { formReferrerPolicy } from '@postern/management';
import { ownersAt } from '@postern/management/internal';
import { html } from 'hono/html';
import { keysPath, type Page, type PageContext, titleOf } from '../page-context.js';

/** A piece of a page: Hono's `html` has escaped everything that was put into it. */
export type Markup = ReturnType<typeof html>;

/** The content of a page, and its title. */
export interface Content {
  readonly title: string;
  readonly main: Markup;
  /** Default: none. */
  readonly nav?: Markup;
}

/**
 * Renders a whole page. `main` is the part that the script shows in a dialog. The page also states its referrer policy
 * itself, because middleware such as Helmet and Hono's `secureHeaders` may replace the header with `no-referrer`.
 */
export function layout({ texts, assets, root }: Page, { title, main, nav }: Content): Markup {
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="${formReferrerPolicy}">
<title>${title} · ${texts.settings}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}${assets.style.href}">
<script type="module" src="${root}${assets.script.href}"></script>
</head>
<body data-no-answer="${texts.noAnswer}" data-close="${texts.close}">
<a class="skip" href="#main">${texts.skipToContent}</a>
${nav ?? ''}
<main id="main" tabindex="-1">${main}</main>
</body>
</html>
`;
}

/** The links to the keys of each owner, by kind. */
export async function navigation({ page, actor, owner, owners, nameOf }: PageContext): Promise<Markup> {
  const { texts, ownerRoutes } = page;
  const links = await page.links(actor);
  const link = (to: Owner, text: string) => {
    const isHere = owner !== undefined && isSameOwner(to, owner);
    return html`<li><a href="${keysPath(page, to)}"${isHere ? html` aria-current="page"` : ''}>${text}</a></li>`;
  };
  const groups = ownerRoutes.map(async (route) => {
    const nameIn = route.parameter === undefined ? () => texts.apiKeys : nameOf;
    const listed = ownersAt(owners, route, actor);
    const items = await Promise.all(listed.map(async (to) => link(to, await nameIn(to))));
    return items.length === 0 ? '' : html`<h2>${titleOf(page, route)}</h2><ul>${items}</ul>\n`;
  });
  return html`<nav aria-label="${texts.settings}">
<p>${texts.settings}</p>
${await Promise.all(groups)}${links.length === 0 ? '' : html`<ul class="links">${links.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`}
</nav>`;
}

/** A page with nothing but a message. */
export function messagePage(page: Page, text: string, more: Markup | string = '', nav?: Markup): Markup {
  return layout(page, { title: text, main: html`<h1>${text}</h1>${more}`, ...(nav && { nav }) });
}
