import { type ApiKey, displayForm, isSameOwner, keyState } from '@postern/core';
import { findPath } from '@postern/management/internal';
import { html } from 'hono/html';
import { stateBadge } from '../components/badge.js';
import { scopeChips } from '../components/chips.js';
import { expiry, lastUse } from '../components/key-times.js';
import { person } from '../components/person.js';
import { actorName } from '../keys/actor-names.js';
import { keysPath, ownerText } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { everyKey, queryOf } from './key-filter.js';

/** Keys of several owners. `label` is what a screen reader calls the table. */
export async function keyTable(
  context: AdminPageContext,
  label: string,
  keys: readonly ApiKey[],
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
  const rows = await Promise.all(keys.map((key) => row(context, key)));
  // The roles are explicit because some browsers remove them from a table whose rows the style shows as cards.
  return html`<table role="table" class="keys" aria-label="${label}">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
}

async function row(context: AdminPageContext, key: ApiKey): Promise<Markup> {
  const { page } = context;
  const { texts } = page;
  const now = new Date();
  const state = keyState(key, now);
  const isOver = state === 'revoked' || state === 'expired';
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  // On a card, these need no label.
  const plain = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}" class="plain">${content}</td>`;
  return html`<tr role="row" data-state="${state}"${isOver ? html` class="ended"` : ''}>
<th role="rowheader" scope="row">${nameCell(context, key)}<span class="start"><code>${displayForm(key)}</code></span></th>
${plain(texts.state, stateBadge(texts, key, now))}
${plain(texts.ownerAndCreator, await ownerCell(context, key))}
${plain(texts.scopes, scopeChips(page, key.scopes, texts.everythingItsOwnerCan))}
${cell(texts.lastUsed, lastUse(context, key))}
${cell(texts.expires, expiry(context, key, now))}
</tr>
`;
}

/** The name leads to the page of the key if the admin may name its owner. Otherwise, this row is all there is. */
function nameCell({ page, owners }: AdminPageContext, { id, name, owner }: ApiKey): Markup {
  const hasPage =
    owners.some((one) => isSameOwner(one, owner)) && findPath(page.ownerRoutes, owner) !== undefined;
  return hasPage
    ? html`<a class="name" href="${keysPath(page, owner)}/${id}">${name}</a>`
    : html`<span class="name">${name}</span>`;
}

async function ownerCell(context: AdminPageContext, { owner, createdBy }: ApiKey): Promise<Markup> {
  const { texts, root } = context.page;
  const name = await ownerText({ ...context, owner });
  const whose = html`<div class="person">${owner.kind === 'user' ? person(name) : name}</div>`;
  if (createdBy.kind === owner.kind && createdBy.id === owner.id) return whose;
  const creator = await actorName(context, createdBy);
  const query = queryOf({ ...everyKey, createdBy });
  return html`${whose}<a class="creator" href="${adminPaths(root).allKeys}?${query}">${texts.createdByName(creator)}</a>`;
}
