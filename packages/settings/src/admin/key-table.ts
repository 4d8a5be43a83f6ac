import { type ApiKey, displayForm, isSameOwner, keyState } from '@postern/core';
import { findPath } from '@postern/management/internal';
import { html } from 'hono/html';
import { oldMark, stateBadge } from '../components/badge.js';
import { cappedChips } from '../components/chips.js';
import { inTurns } from '../components/in-turns.js';
import { expiry, hasEnded, lastUse } from '../components/key-times.js';
import { person } from '../components/person.js';
import { actorName } from '../keys/actor-names.js';
import { possibleActions } from '../keys/key-actions.js';
import { keyMenu } from '../keys/key-menu.js';
import { keysPath, ownerText, type Page } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { everyKey, isPersonId, queryOf } from './key-filter.js';

/** Keys of several owners. */
export interface KeyTable {
  /** What a screen reader calls the table. */
  readonly label: string;
  readonly keys: readonly ApiKey[];
  /**
   * Whether the keys have menus. Not on a page that a form leads to: after a change, the script loads its address
   * again, which is another page. Default: false.
   */
  readonly hasMenus?: boolean;
}

export async function keyTable(
  context: AdminPageContext,
  { label, keys, hasMenus = false }: KeyTable,
): Promise<Markup> {
  const { texts } = context.page;
  const columns = [
    texts.name,
    texts.state,
    texts.ownerAndCreator,
    texts.scopes,
    texts.lastUsed,
    texts.expires,
  ];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  const rows = await inTurns(keys, (key) => row(context, key, { hasMenus }));
  const actions = hasMenus
    ? html`<th role="columnheader" scope="col"><span class="hidden">${texts.actions}</span></th>`
    : '';
  // The roles are explicit because some browsers remove them from a table whose rows the style shows as cards.
  return html`<table role="table" class="keys" aria-label="${label}">
<thead role="rowgroup"><tr role="row">${heads}${actions}</tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
}

async function row(
  context: AdminPageContext,
  key: ApiKey,
  { hasMenus }: { readonly hasMenus: boolean },
): Promise<Markup> {
  const { page } = context;
  const { texts } = page;
  const now = new Date();
  const state = keyState(key, now);
  const isOver = hasEnded(state);
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  // On a card, these need no label.
  const plain = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}" class="plain">${content}</td>`;
  const hasMenu = hasMenus && hasPage(context, key);
  return html`<tr role="row" data-state="${state}"${hasMenu ? html` data-key="${key.id}"` : ''}${isOver ? html` class="ended"` : ''}>
<th role="rowheader" scope="row">${nameCell(context, key)}${oldMark(texts, key)}<span class="start"><code>${displayForm(key)}</code></span></th>
${plain(texts.state, stateBadge(texts, key, now))}
${plain(texts.ownerAndCreator, await ownerCell(context, key))}
${plain(texts.scopes, cappedChips(page, key.scopes, texts.everythingItsOwnerCan))}
${cell(texts.lastUsed, lastUse(context, key))}
${cell(isOver ? texts.ended : texts.expires, expiry(context, key, now))}
${hasMenus ? html`<td role="cell" class="actions">${hasMenu ? menu(page, key, now) : ''}</td>` : ''}
</tr>
`;
}

/** The admin can open the page of a key if they may name its owner. Otherwise, this row is all there is. */
function hasPage({ page, owners }: AdminPageContext, { owner }: ApiKey): boolean {
  return owners.some((one) => isSameOwner(one, owner)) && findPath(page.ownerRoutes, owner) !== undefined;
}

function nameCell(context: AdminPageContext, key: ApiKey): Markup {
  const { id, name, owner } = key;
  return hasPage(context, key)
    ? html`<a class="name" href="${keysPath(context.page, owner)}/${id}">${name}</a>`
    : html`<span class="name">${name}</span>`;
}

/** Rotating is left to the owner: it shows a token. */
function menu(page: Page, key: ApiKey, now: Date): Markup | string {
  return keyMenu(
    page,
    key,
    possibleActions(key, now).filter((action) => action !== 'rotate'),
  );
}

async function ownerCell(context: AdminPageContext, { owner, createdBy }: ApiKey): Promise<Markup> {
  const { texts, root } = context.page;
  const name = await ownerText({ ...context, owner });
  const { people } = adminPaths(root);
  const href = isPersonId(owner.id) ? `${people}/${encodeURIComponent(owner.id)}` : undefined;
  const whose = html`<div class="person">${owner.kind === 'user' ? person(name, href) : name}</div>`;
  if (createdBy.kind === owner.kind && createdBy.id === owner.id) return whose;
  const creator = await actorName(context, createdBy);
  const query = queryOf({ ...everyKey, createdBy });
  return html`${whose}<a class="creator" href="${adminPaths(root).allKeys}?${query}">${texts.createdByName(creator)}</a>`;
}
