import { type ApiKey, displayForm, keyState } from '@postern/core';
import { html } from 'hono/html';
import { keysPath, type Visit } from '../visit.js';
import { framed, type Markup, navigation } from './frame.js';
import { instant, instantText } from './instant.js';

/** What a list of keys shows. */
export interface ListedKeys {
  readonly keys: readonly ApiKey[];
  readonly nextCursor: string | null;
  readonly shown: 'live' | 'all';
  /** Why no key can be added. `null`: one can. */
  readonly noNewKeys: string | null;
}

/** The page of an owner's keys. */
export async function keyListPage(visit: Visit, listed: ListedKeys): Promise<Awaited<Markup>> {
  const { page, owner, nameOf } = visit;
  const { texts } = page;
  const here = keysPath(page, owner);
  const title = owner.kind === 'user' ? texts.apiKeys : `${await nameOf(owner)}: ${texts.keysOfTeam}`;
  const rows = await Promise.all(listed.keys.map((key) => keyRow(visit, key)));
  const filter = (shown: ListedKeys['shown'], text: string) =>
    html`<a href="${here}?state=${shown}"${shown === listed.shown ? html` aria-current="true"` : ''}>${text}</a>`;
  return framed(page, {
    title,
    nav: await navigation(visit),
    main: html`<header>
<h1>${title}</h1>
${listed.noNewKeys === null ? html`<a class="button primary" href="${here}/new" data-dialog>${texts.addKey}</a>` : html`<p class="notice">${listed.noNewKeys}</p>`}
</header>
<p class="filter">${filter('live', texts.live)} ${filter('all', texts.all)}</p>
${rows.length === 0 ? html`<p>${texts.noKeys}</p>` : table(visit, title, rows)}
${listed.nextCursor === null ? '' : html`<p><a href="${here}?state=${listed.shown}&cursor=${encodeURIComponent(listed.nextCursor)}">${texts.older}</a></p>`}`,
  });
}

// The roles stand there although a table has them: where the style shows rows as cards, some browsers take them away.
function table({ page: { texts }, owner }: Visit, title: string, rows: readonly Markup[]): Markup {
  const columns = [
    ...[texts.name, texts.key, texts.state, texts.created],
    ...(owner.kind === 'team' ? [texts.createdBy] : []),
    ...[texts.lastUsed, texts.expires],
  ];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  return html`<table role="table" aria-label="${title}">
<thead role="rowgroup"><tr role="row">${heads}<th role="columnheader" scope="col"><span class="hidden">${texts.actions}</span></th></tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
}

async function keyRow({ page, owner, nameOf }: Visit, key: ApiKey): Promise<Markup> {
  const { texts } = page;
  const state = keyState(key, new Date());
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  return html`<tr role="row" data-state="${state}">
<th role="rowheader" scope="row">${key.name}</th>
${cell(texts.key, html`<code>${displayForm(key)}</code>`)}
${cell(texts.state, texts.states[state])}
${cell(texts.created, instant(texts, key.createdAt))}
${owner.kind === 'team' ? cell(texts.createdBy, await nameOf(key.createdBy)) : ''}
${cell(texts.lastUsed, instant(texts, key.lastUsedAt))}
${cell(texts.expires, instant(texts, key.expiresAt))}
<td role="cell" class="actions">${state === 'revoked' ? '' : html`<a class="button" href="${keysPath(page, owner)}/${key.id}/delete" data-dialog aria-label="${texts.deleteKey(key.name)}">${texts.delete}</a>`}</td>
</tr>
`;
}

/** The page that asks whether a key is to be deleted. */
export function deleteKeyPage({ page, owner }: Visit, ownerName: string, key: ApiKey): Markup {
  const { texts } = page;
  const here = keysPath(page, owner);
  const use =
    key.lastUsedAt === null
      ? texts.deleteNeverUsed
      : texts.deleteLastUsed(instantText(texts, key.lastUsedAt));
  return framed(page, {
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
