import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { filterChips } from './filter-chips.js';
import {
  creatorText,
  expiryOf,
  type FilterName,
  filterStates,
  type KeyFilter,
  minSecretLength,
  queryOf,
  type ReadFilter,
  type UnusableFilter,
  unusedSinceOf,
  type When,
} from './key-filter.js';
import { kindName } from './names.js';
import { peopleListId } from './people-list.js';

/** The form that filters the list, and a chip for each filter that is set, which removes it. */
export async function filterForm(
  context: AdminPageContext,
  { filter, unusable }: ReadFilter,
): Promise<Markup> {
  const { texts, root } = context.page;
  const { allKeys } = adminPaths(root);
  const chips = await filterChips(context, filter);
  return html`<div class="filters">
<details${unusable === undefined ? '' : html` open`}><summary class="button">${texts.filter}</summary>
<form method="get" action="${allKeys}" class="card">
<div class="filter-fields">${fields(context, filter, unusable)}</div>
<p class="hint">${texts.daysInUtc}</p>
<p class="buttons"><button class="primary">${texts.showKeys}</button></p>
</form>
</details>
${chips.length === 0 ? '' : html`<ul class="chips">${chips}</ul>`}${queryOf(filter).size === 0 ? '' : html`<a href="${allKeys}">${texts.clearFilters}</a>`}
</div>`;
}

function fields(
  { page, keys }: AdminPageContext,
  filter: KeyFilter,
  unusable: UnusableFilter | undefined,
): readonly Markup[] {
  const { texts } = page;
  const now = new Date();
  const isWrong = (name: FilterName) => unusable?.field === name;
  const wrong = (name: FilterName) =>
    isWrong(name) ? html` aria-invalid="true" aria-describedby="filter-error" autofocus` : '';
  const error = (name: FilterName) =>
    unusable?.field === name
      ? html`<p class="error" id="filter-error" role="alert">${errorText(texts, unusable)}</p>`
      : '';
  const select = (name: FilterName, label: string, options: readonly Option[], chosen: string) =>
    html`<div><label for="filter-${name}">${label}</label>
<select id="filter-${name}" name="${name}"${wrong(name)}>${options.map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`)}</select>${error(name)}</div>`;
  const day = (name: FilterName, label: string, value: string) =>
    html`<div><label for="filter-${name}">${label}</label>
<input id="filter-${name}" name="${name}" type="date" value="${value}"${wrong(name)}>${error(name)}</div>`;
  const box = (name: FilterName, label: string, isChecked = false) =>
    html`<p class="choice"><input id="filter-${name}" name="${name}" type="checkbox" value="true"${isChecked ? html` checked` : ''}> <label for="filter-${name}">${label}</label></p>`;
  const kinds = keys.kinds.map((kind): Option => [kind, kindName(page, kind)]);
  return [
    select('kind', texts.owner, [['', texts.anyKind], ...kinds], filter.kind ?? ''),
    select(
      'state',
      texts.state,
      filterStates.map((state): Option => [state, texts.filterStates[state]]),
      filter.state,
    ),
    html`<div><label for="filter-createdBy">${texts.createdBy}</label>
<input id="filter-createdBy" name="createdBy" list="${peopleListId}" data-no-token="${texts.filterErrors.secret}" data-token-from="${minSecretLength}" value="${filter.createdBy === undefined ? '' : creatorText(filter.createdBy)}" autocomplete="off" spellcheck="false"${isWrong('createdBy') ? html` aria-invalid="true" aria-describedby="filter-error filter-creator-hint" autofocus` : html` aria-describedby="filter-creator-hint"`}>
${error('createdBy')}<p class="hint" id="filter-creator-hint">${texts.creatorHint}</p></div>`,
    day(
      'expiresBefore',
      texts.filterNames.expiresBefore,
      dayOf(filter.expiresBefore, (when) => expiryOf(when, now)),
    ),
    day(
      'unusedSince',
      texts.filterNames.unusedSince,
      dayOf(filter.unusedSince, (when) => unusedSinceOf(when, now)),
    ),
    html`<div>${box('neverExpires', texts.filterNames.neverExpires, filter.neverExpires)}
${box('beyondLifetime', texts.filterNames.beyondLifetime, filter.beyondLifetime)}</div>`,
  ];
}

/** The value of an option, and its text. */
type Option = readonly [value: string, text: string];

/** The day in UTC, as a field shows it. */
function dayOf(when: When | undefined, instantOf: (when: When) => Date): string {
  return when === undefined ? '' : instantOf(when).toISOString().slice(0, 10);
}

function errorText({ filterErrors }: Texts, { field, problem }: UnusableFilter): string {
  if (problem !== 'invalid') return filterErrors[problem];
  if (field === 'createdBy') return filterErrors.creator;
  return field === 'expiresBefore' || field === 'unusedSince' ? filterErrors.day : filterErrors.unknown;
}
