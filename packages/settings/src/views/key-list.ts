import { type ApiKey, displayForm, keyState } from '@postern/core';
import { html } from 'hono/html';
import { isOwnPage, keysPath, type OwnerPageContext } from '../page-context.js';
import { instant, instantText } from './instant.js';
import { layout, type Markup, navigation } from './layout.js';

/** What the list of keys shows. */
export interface ListedKeys {
  readonly keys: readonly ApiKey[];
  readonly nextCursor: string | null;
  readonly shown: 'live' | 'all';
  /** Why no key can be created. `null`: one can. */
  readonly createDisabledReason: string | null;
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
    main: html`<header>
<h1>${title}</h1>
${listed.createDisabledReason === null ? html`<a class="button primary" href="${here}/new" data-dialog>${texts.addKey}</a>` : html`<p class="notice">${listed.createDisabledReason}</p>`}
</header>
<p class="filter">${filter('live', texts.live)} ${filter('all', texts.all)}</p>
${rows.length === 0 ? html`<p>${texts.noKeys}</p>` : table(context, title, rows)}
${listed.nextCursor === null ? '' : html`<p><a href="${here}?state=${listed.shown}&cursor=${encodeURIComponent(listed.nextCursor)}">${texts.older}</a></p>`}`,
  });
}

// The roles are explicit because some browsers remove them from a table whose rows the style shows as cards.
function table({ page: { texts }, owner }: OwnerPageContext, title: string, rows: readonly Markup[]): Markup {
  const columns = [
    texts.name,
    texts.key,
    texts.state,
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

async function keyRow({ page, owner, nameOf }: OwnerPageContext, key: ApiKey): Promise<Markup> {
  const { texts } = page;
  const state = keyState(key, new Date());
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  return html`<tr role="row" data-state="${state}">
<th role="rowheader" scope="row">${key.name}</th>
${cell(texts.key, html`<code>${displayForm(key)}</code>`)}
${cell(texts.state, texts.states[state])}
${cell(texts.created, instant(texts, key.createdAt))}
${owner.kind !== 'user' ? cell(texts.createdBy, await nameOf(key.createdBy)) : ''}
${cell(texts.lastUsed, instant(texts, key.lastUsedAt))}
${cell(texts.expires, instant(texts, key.expiresAt))}
<td role="cell" class="actions">${state === 'revoked' ? '' : html`<a class="button" href="${keysPath(page, owner)}/${key.id}/delete" data-dialog aria-label="${texts.deleteKey(key.name)}">${texts.delete}</a>`}</td>
</tr>
`;
}

/** The page that asks for confirmation before a key is deleted. */
export function deleteKeyPage({ page, owner }: OwnerPageContext, ownerName: string, key: ApiKey): Markup {
  const { texts } = page;
  const here = keysPath(page, owner);
  const use =
    key.lastUsedAt === null
      ? texts.deleteNeverUsed
      : texts.deleteLastUsed(instantText(texts, key.lastUsedAt));
  return layout(page, {
    title: texts.deleteTitle(key.name),
    main: html`<h1>${texts.deleteTitle(key.name)}</h1>
<p><code>${displayForm(key)}</code></p>
<p>${texts.owner}: ${ownerName}</p>
<p>${use}</p>
<form method="post" action="${here}/${key.id}/delete" data-in-dialog>
<p class="buttons"><button class="danger">${texts.delete}</button> <a class="button" href="${here}" data-close autofocus>${texts.cancel}</a></p>
</form>`,
  });
}
