import { html } from 'hono/html';
import { pageHeader } from '../components/page-header.js';
import { isOwnPage, keysPath, type OwnerPageContext, ownerText } from '../page-context.js';
import { crumbsToKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import type { Texts } from '../texts/texts.js';
import { emptyList } from './empty-list.js';
import type { ListedKeys } from './find-keys.js';
import { filters, listUrl } from './list-query.js';
import { keyTable } from './list-table.js';

/** The page of an owner's keys. */
export async function keyListPage(context: OwnerPageContext, listed: ListedKeys): Promise<Awaited<Markup>> {
  const { page, owner, nameOf } = context;
  const { texts } = page;
  const { keys, query, createDisabledReason: reason, counts } = listed;
  const title = isOwnPage(page, owner) ? texts.apiKeys : texts.keysOf(await nameOf(owner));
  const add = html`<a class="button primary" href="${keysPath(page, owner)}/new" data-dialog>${texts.addKey}</a>`;
  const isEmpty = counts?.all === 0;
  return layout(page, {
    title,
    nav: await navigation(context),
    crumbs: await crumbsToKeys(context),
    main: html`${pageHeader({ title, lead: await leadOf(context), action: reason === null && !isEmpty ? add : '' })}
${listed.done}${reason === null || isEmpty ? '' : html`<p class="notice">${reason}</p>\n`}${query.isRefused ? html`<p class="warning" role="alert">${texts.searchedForToken}</p>\n` : ''}${isEmpty ? '' : bar(context, listed)}
<div class="card">${
      keys.length === 0
        ? emptyList(context, listed, add)
        : html`${await keyTable(context, title, listed)}${foot(context, listed)}`
    }</div>`,
  });
}

async function leadOf(context: OwnerPageContext): Promise<string | undefined> {
  const { page, owner } = context;
  if (isOwnPage(page, owner)) return page.texts.ownKeysLead;
  return owner.kind === 'user' ? undefined : page.texts.keysLead(await ownerText(context));
}

/** The search, and the filters with how many keys each shows without a search. */
function bar({ page, owner }: OwnerPageContext, { query, counts }: ListedKeys): Markup {
  const { texts } = page;
  const { filter, text } = query;
  const path = keysPath(page, owner);
  const links = filters.map((each) => {
    const isHere = each === filter;
    const count = counts === undefined || text !== '' ? '' : html` <span>${counts[each]}</span>`;
    return html`<a href="${listUrl(path, { filter: each, text })}"${isHere ? html` aria-current="page"` : ''}>${texts.keyFilters[each]}${count}</a>\n`;
  });
  // The browser refuses to send a text with a whole secret in it.
  const pattern = '(?!.*[0-9A-Za-z]{43}).*';
  return html`<div class="bar">
<form role="search" action="${path}">
${filter === 'live' ? '' : html`<input type="hidden" name="state" value="${filter}">`}<input type="search" name="q" value="${text}" aria-label="${texts.searchLabel}" placeholder="${texts.searchKeys}" pattern="${pattern}" title="${texts.searchHint}" data-no-token="${texts.searchHint}" autocomplete="off" spellcheck="false">
<button>${texts.searchButton}</button>
</form>
<nav class="tabs" aria-label="${texts.filterKeys}">${links}</nav>
</div>`;
}

/** How many keys are shown, and the way to the others. */
function foot({ page, owner }: OwnerPageContext, listed: ListedKeys): Markup | string {
  const { texts } = page;
  const { query, nextCursor } = listed;
  const { filter, text } = query;
  const path = keysPath(page, owner);
  const link = (cursor: string | null, label: string) =>
    html`<a class="button small" href="${listUrl(path, { filter, text, cursor })}">${label}</a>`;
  const newest = query.cursor === null ? '' : link(null, texts.newest);
  const older = nextCursor === null ? '' : link(nextCursor, text === '' ? texts.older : texts.searchOlder);
  const clear = text === '' ? '' : html` · <a href="${listUrl(path, { filter })}">${texts.clearSearch}</a>`;
  return html`<div class="foot"><span>${shownText(listed, texts)}${clear}</span>
<span class="pages">${newest} ${older}</span></div>`;
}

function shownText(
  { keys, query, counts, nextCursor }: ListedKeys,
  { shownOfAll, keysFound, keysOnPage }: Texts,
): string {
  const isWhole = query.cursor === null && nextCursor === null;
  if (!isWhole) return keysOnPage(keys.length);
  if (query.text !== '') return keysFound(keys.length);
  return shownOfAll(keys.length, counts?.all ?? keys.length);
}
