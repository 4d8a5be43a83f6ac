import { html } from 'hono/html';
import { dayText } from '../components/time.js';
import { actorName } from '../keys/actor-names.js';
import type { Markup } from '../shell/markup.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { type FilterName, type KeyFilter, queryOf, without } from './key-filter.js';
import { kindName } from './names.js';

/** A link for each filter that is set, the default state too. It leads to the list without that filter. */
export async function filterChips(context: AdminPageContext, filter: KeyFilter): Promise<readonly Markup[]> {
  const { texts, root } = context.page;
  const set = await filtersInWords(context, filter);
  return set.map(([name, text]) => {
    const query = queryOf(without(filter, name)).toString();
    const href = `${adminPaths(root).allKeys}${query === '' ? '' : `?${query}`}`;
    return html`<li><a class="chip" href="${href}" aria-label="${texts.removeFilter(text)}">${text} <span aria-hidden="true">×</span></a></li>`;
  });
}

type InWords = readonly [name: FilterName, text: string];

async function filtersInWords(context: AdminPageContext, filter: KeyFilter): Promise<readonly InWords[]> {
  const { page } = context;
  const { texts } = page;
  const { state, kind, createdBy, expiresBefore, unusedSince } = filter;
  const day = (text: string) => dayText(texts, new Date(text));
  const all: readonly (InWords | undefined | false)[] = [
    kind !== undefined && ['kind', kindName(page, kind)],
    state !== 'all' && ['state', texts.filterStates[state]],
    createdBy && ['createdBy', texts.isCreatedBy(await actorName(context, createdBy))],
    filter.neverExpires && ['neverExpires', texts.filterNames.neverExpires],
    expiresBefore && [
      'expiresBefore',
      'day' in expiresBefore
        ? texts.isExpiringBefore(day(expiresBefore.day))
        : texts.isExpiringWithin(expiresBefore.days),
    ],
    unusedSince && [
      'unusedSince',
      'day' in unusedSince ? texts.isUnusedSince(day(unusedSince.day)) : texts.isUnusedFor(unusedSince.days),
    ],
    filter.beyondLifetime && ['beyondLifetime', texts.filterNames.beyondLifetime],
  ];
  return all.filter((one) => one !== undefined && one !== false);
}
