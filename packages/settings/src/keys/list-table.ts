import { type ActorReference, type ApiKey, displayForm, isSameOwner, keyState } from '@postern/core';
import { html } from 'hono/html';
import { oldMark, stateBadge } from '../components/badge.js';
import { cappedChips, everythingText } from '../components/chips.js';
import { inTurns } from '../components/in-turns.js';
import { expiry, hasEnded, lastUse } from '../components/key-times.js';
import { isOwnPage, keysPath, type OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import { actorName } from './actor-names.js';
import { isLeakReport } from './explain-change.js';
import { possibleActions } from './key-actions.js';
import { keyMenu } from './key-menu.js';

/**
 * The keys of a page, as a table. The roles are explicit because some browsers remove them from a table whose rows the
 * style shows as cards.
 */
export async function keyTable(
  context: OwnerPageContext,
  title: string,
  { keys, now }: { readonly keys: readonly ApiKey[]; readonly now: Date },
): Promise<Markup> {
  const { texts } = context.page;
  const columns = [texts.name, texts.state, texts.scopes, texts.lastUsed, texts.expires];
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  return html`<table role="table" class="keys" aria-label="${title}">
<thead role="rowgroup"><tr role="row">${heads}<th role="columnheader" scope="col"><span class="hidden">${texts.actions}</span></th></tr></thead>
<tbody role="rowgroup">${await inTurns(keys, (key) => keyRow(context, key, now))}</tbody>
</table>`;
}

async function keyRow(context: OwnerPageContext, key: ApiKey, now: Date): Promise<Markup> {
  const { page, owner } = context;
  const { texts } = page;
  const here = `${keysPath(page, owner)}/${key.id}`;
  const cell = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}">${content}</td>`;
  // On a card, these need no label.
  const plain = (label: string, content: Markup | string) =>
    html`<td role="cell" data-label="${label}" class="plain">${content}</td>`;
  const state = keyState(key, now);
  const isOver = hasEnded(state);
  const disabled = key.disabledBy === null ? undefined : await disabledText(context, key.disabledBy);
  return html`<tr role="row" data-state="${state}" data-key="${key.id}">
<th role="rowheader" scope="row"><a class="name" href="${here}">${key.name}</a>${oldMark(texts, key)}
<span class="start"><code>${displayForm(key)}</code>${await creatorText(context, key)}</span></th>
${plain(texts.state, stateBadge(texts, key, now, disabled))}
${plain(texts.scopes, cappedChips(page, key.scopes, everythingText(context)))}
${cell(texts.lastUsed, lastUse(context, key))}
${cell(isOver ? texts.ended : texts.expires, expiry(context, key, now))}
<td role="cell" class="actions">${keyMenu(page, key, possibleActions(key, now))}</td>
</tr>
`;
}

/** People know who created their own keys. */
async function creatorText(context: OwnerPageContext, { createdBy }: ApiKey): Promise<string> {
  const { page, owner } = context;
  if (isOwnPage(page, owner) && isSameOwner(createdBy, owner)) return '';
  return ` ${page.texts.byWhom(await actorName(context, createdBy))}`;
}

async function disabledText(context: OwnerPageContext, by: ActorReference): Promise<string> {
  const { texts } = context.page;
  if (isSameOwner(by, context.actor)) return texts.disabledByYou;
  return isLeakReport(by) ? texts.disabledByLeak : texts.disabledBy(await actorName(context, by));
}
