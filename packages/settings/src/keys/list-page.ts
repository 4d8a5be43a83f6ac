import { type ApiKey, displayForm, keyState } from '@postern/core';
import { html } from 'hono/html';
import { stateBadge } from '../components/badge.js';
import { scopeChips } from '../components/chips.js';
import { actionMenu, type MenuItem } from '../components/menu.js';
import { pageHeader } from '../components/page-header.js';
import { relativeTime } from '../components/time.js';
import { isOwnPage, keysPath, type OwnerPageContext } from '../page-context.js';
import { crumbsToKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import type { Texts } from '../texts/texts.js';

/** What the list of keys shows. */
export interface ListedKeys {
  readonly keys: readonly ApiKey[];
  readonly nextCursor: string | null;
  readonly shown: 'live' | 'all';
  /** Why no key can be created. `null`: one can. */
  readonly createDisabledReason: string | null;
  /** What was done to a key: see `doneMessage`. */
  readonly done: Markup | '';
}

/** The page of an owner's keys. */
export async function keyListPage(context: OwnerPageContext, listed: ListedKeys): Promise<Awaited<Markup>> {
  const { page, owner, nameOf } = context;
  const { texts } = page;
  const here = keysPath(page, owner);
  const title = isOwnPage(page, owner) ? texts.apiKeys : `${await nameOf(owner)}: ${texts.keysOfTeam}`;
  const rows = await Promise.all(listed.keys.map((key) => keyRow(context, key)));
  const filter = (shown: ListedKeys['shown'], text: string) =>
    html`<a href="${here}?state=${shown}"${shown === listed.shown ? html` aria-current="true"` : ''}>${text}</a>`;
  return layout(page, {
    title,
    nav: await navigation(context),
    crumbs: crumbsToKeys(context),
    main: html`${pageHeader({
      title,
      action:
        listed.createDisabledReason === null
          ? html`<a class="button primary" href="${here}/new" data-dialog>${texts.addKey}</a>`
          : html`<p class="notice">${listed.createDisabledReason}</p>`,
    })}
${listed.done}<p class="tabs">${filter('live', texts.live)} ${filter('all', texts.all)}</p>
${rows.length === 0 ? html`<p>${texts.noKeys}</p>` : html`<div class="card">${table(context, title, rows)}</div>`}
${listed.nextCursor === null ? '' : html`<p><a href="${here}?state=${listed.shown}&cursor=${encodeURIComponent(listed.nextCursor)}">${texts.older}</a></p>`}`,
  });
}

// The roles are explicit because some browsers remove them from a table whose rows the style shows as cards.
function table({ page: { texts }, owner }: OwnerPageContext, title: string, rows: readonly Markup[]): Markup {
  const columns = [
    texts.name,
    texts.key,
    texts.state,
    texts.scopes,
    texts.created,
    ...(owner.kind !== 'user' ? [texts.createdBy] : []),
    texts.lastUsed,
    texts.expires,
  ];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  return html`<table role="table" aria-label="${title}">
<thead role="rowgroup"><tr role="row">${heads}<th role="columnheader" scope="col"><span class="hidden">${texts.actions}</span></th></tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
}

function actionsOn(here: string, texts: Texts, key: ApiKey): readonly MenuItem[] {
  if (keyState(key, new Date()) === 'revoked') return [];
  return [{ text: texts.delete, href: `${here}/${key.id}/delete`, isDialog: true, ends: true }];
}

async function keyRow({ page, owner, nameOf }: OwnerPageContext, key: ApiKey): Promise<Markup> {
  const { texts } = page;
  const state = keyState(key, new Date());
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  return html`<tr role="row" data-state="${state}">
<th role="rowheader" scope="row">${key.name}</th>
${cell(texts.key, html`<code>${displayForm(key)}</code>`)}
${cell(texts.state, stateBadge(texts, key, new Date()))}
${cell(texts.scopes, scopeChips(page, key.scopes, texts.allScopes))}
${cell(texts.created, relativeTime(texts, key.createdAt))}
${owner.kind !== 'user' ? cell(texts.createdBy, await nameOf(key.createdBy)) : ''}
${cell(texts.lastUsed, relativeTime(texts, key.lastUsedAt))}
${cell(texts.expires, relativeTime(texts, key.expiresAt))}
<td role="cell" class="actions">${actionMenu(texts.actionsFor(key.name), actionsOn(keysPath(page, owner), texts, key))}</td>
</tr>
`;
}
