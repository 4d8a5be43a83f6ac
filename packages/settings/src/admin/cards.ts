import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { AdminTexts } from '../texts/areas/admin.js';
import type { Texts } from '../texts/texts.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { countKeys, type KeyCount } from './key-counts.js';
import { everyKey, type KeyFilter, queryOf } from './key-filter.js';

type Card = keyof AdminTexts['cards'];

/** What deserves an admin's attention. Each is a filter of the list. */
const filters: Readonly<Record<Card, KeyFilter>> = {
  neverExpires: { ...everyKey, neverExpires: true },
  expiresSoon: { ...everyKey, expiresBefore: { days: 14 } },
  unused: { ...everyKey, unusedSince: { days: 90 } },
  beyondLifetime: { ...everyKey, beyondLifetime: true },
};

/** The cards at the top of the list: how many keys deserve attention, as links to them. `shown`: what the list shows. */
export async function cards(context: AdminPageContext, shown: KeyFilter): Promise<Markup> {
  const hasMaximum = Object.values(context.keys.lifetimes).some(({ maxMs }) => maxMs !== undefined);
  const names = (Object.keys(filters) as Card[]).filter((name) => name !== 'beyondLifetime' || hasMaximum);
  return html`<ul class="numbers">${await Promise.all(names.map((name) => card(context, name, shown)))}</ul>`;
}

async function card(context: AdminPageContext, name: Card, shown: KeyFilter): Promise<Markup> {
  const { texts, root } = context.page;
  const query = queryOf(filters[name]).toString();
  const isShown = query === queryOf(shown).toString();
  const count = countText(texts, await countKeys(context, filters[name]));
  return html`<li><a href="${adminPaths(root).allKeys}?${query}"${isShown ? html` aria-current="true"` : ''}>${count} <span class="muted">${texts.cards[name]}</span></a></li>`;
}

/** The number of keys, as far as they were counted. */
function countText(texts: Texts, { found, isExact }: KeyCount): Markup {
  const number = found.toLocaleString(texts.language);
  if (isExact) return html`<b>${number}</b>`;
  if (found > 0) return html`<b>${texts.atLeast(number)}</b>`;
  return html`<b><span aria-hidden="true">–</span><span class="hidden">${texts.notCounted}</span></b>`;
}
