import type { KeyPage } from '@postern/core';
import { html } from 'hono/html';
import { pageHeader } from '../components/page-header.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { cards } from './cards.js';
import { exportLinks } from './export-links.js';
import { filterForm } from './filter-form.js';
import { everyKey, minSecretLength, queryOf, type ReadFilter } from './key-filter.js';
import { keyTable } from './key-table.js';
import { peopleList, peopleListId } from './people-list.js';

/** What the page of all keys shows. */
export interface AllKeys extends ReadFilter {
  /** `undefined`: the filter is unusable. */
  readonly listed: KeyPage | undefined;
  /** Whether these are the first keys of the list. */
  readonly isFirst: boolean;
  /** What is wrong with the ID of a person whose keys were asked for. Default: nothing. */
  readonly wrongPerson?: 'secret' | 'person' | undefined;
}

/** The page with the keys of all owners. */
export async function allKeysPage(context: AdminPageContext, all: AllKeys): Promise<Awaited<Markup>> {
  const { page } = context;
  const { texts, root } = page;
  const { allKeys, disableUnused } = adminPaths(root);
  const { listed, isFirst, filter } = all;
  return layout(page, {
    title: texts.allKeys,
    nav: await navigation(context, allKeys),
    crumbs: [{ text: texts.settings, href: root }, { text: texts.organisation }],
    main: html`${pageHeader({
      title: texts.allKeys,
      lead: texts.allKeysLead,
      action: html`<a class="button" href="${disableUnused}">${texts.disableUnused}</a>`,
    })}
${isFirst ? await cards(context, filter) : ''}
${await filterForm(context, all)}
${listed === undefined ? '' : await list(context, all, listed)}
${leaving(context, all)}
${await peopleList(context, listed?.keys ?? [])}`,
  });
}

async function list(
  context: AdminPageContext,
  { filter, isFirst }: AllKeys,
  { keys, nextCursor }: KeyPage,
): Promise<Markup> {
  const { texts, root } = context.page;
  const { allKeys, allKeysExport } = adminPaths(root);
  const query = queryOf(filter);
  const pageAfter = (cursor: string | null) => {
    const next = new URLSearchParams(query);
    if (cursor !== null) next.set('cursor', cursor);
    return next.size === 0 ? allKeys : `${allKeys}?${next}`;
  };
  const count = filter.state === everyKey.state ? texts.liveKeysShown : texts.keysShown;
  const older = filter.expiresBefore === undefined ? texts.older : texts.moreKeys;
  const content =
    keys.length === 0
      ? html`<div class="empty"><h2>${nextCursor === null ? texts.noneMatch : texts.noneSoFar}</h2><p>${nextCursor === null ? texts.noneMatchHint : texts.noneSoFarHint}</p></div>`
      : await keyTable(context, { label: texts.allKeys, keys, hasMenus: true });
  return html`<div class="card">${content}
<div class="foot"><span>${keys.length === 0 ? '' : count(keys.length)}</span>
${exportLinks(texts, allKeysExport, query)}
<span>${isFirst ? '' : html`<a class="button small" href="${pageAfter(null)}">${texts.newestKeys}</a> `}${nextCursor === null ? '' : html`<a class="button small" href="${pageAfter(nextCursor)}">${older}</a>`}</span></div></div>`;
}

function leaving({ page: { texts, root } }: AdminPageContext, { wrongPerson }: AllKeys): Markup {
  const isWrong = wrongPerson !== undefined;
  return html`<section class="part"><h2>${texts.leaving}</h2>
<p class="muted">${texts.leavingHint}</p>
<form method="get" action="${adminPaths(root).people}" class="inline">
<div><label for="person">${texts.personId}</label>
${isWrong ? html`<p class="error" id="person-error" role="alert">${texts.filterErrors[wrongPerson]}</p>` : ''}
<input id="person" name="person" list="${peopleListId}" data-no-token="${texts.filterErrors.secret}" data-token-from="${minSecretLength}" required autocomplete="off" spellcheck="false"${isWrong ? html` aria-invalid="true" aria-describedby="person-error" autofocus` : ''}></div>
<button>${texts.showAffected}</button>
</form></section>`;
}
