import { html } from 'hono/html';
import { isOwnPage, keysPath, type OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import type { ListedKeys } from './find-keys.js';
import { type ListQuery, listUrl } from './list-query.js';

/** What the list says instead of showing keys: why there are none, and what to do. `add` is the way to a new key. */
export function emptyList({ page, owner }: OwnerPageContext, listed: ListedKeys, add: Markup): Markup {
  const { texts } = page;
  const { query, nextCursor, counts, createDisabledReason } = listed;
  const { filter, text, cursor } = query;
  const link = (to: Partial<ListQuery>, label: string) =>
    html`<a class="button" href="${listUrl(keysPath(page, owner), to)}">${label}</a>`;

  if (counts?.all === 0) {
    if (createDisabledReason !== null) return empty({ title: texts.noKeys, hint: createDisabledReason });
    const title = isOwnPage(page, owner) ? texts.firstOwnKey : texts.firstKey;
    return empty({ title, hint: texts.firstKeyHint, actions: add });
  }
  if (nextCursor !== null) {
    const older = link({ filter, text, cursor: nextCursor }, texts.searchOlder);
    return empty({ title: text === '' ? texts.noneYet : texts.noMatchYet, actions: older });
  }
  if (text !== '') {
    const clear = link({ filter }, texts.clearSearch);
    const all = filter === 'all' ? '' : link({ filter: 'all', text }, texts.searchAll);
    return empty({ title: texts.noMatch[filter], actions: html`${all} ${clear}` });
  }
  if (cursor !== null) return empty({ title: texts.noneOlder, actions: link({ filter }, texts.newest) });
  const all = filter === 'all' ? '' : link({ filter: 'all' }, texts.showAll);
  return empty({ title: texts.noneIn[filter], actions: all });
}

interface Empty {
  readonly title: string;
  readonly hint?: string;
  readonly actions?: Markup | string;
}

function empty({ title, hint, actions = '' }: Empty): Markup {
  return html`<div class="empty"><h2>${title}</h2>${hint === undefined ? '' : html`<p>${hint}</p>`}${actions === '' ? '' : html`<div class="buttons">${actions}</div>`}</div>`;
}
