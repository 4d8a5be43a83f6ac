import type { ApiKey } from '@postern/core';
import { html } from 'hono/html';
import { pageHeader } from '../components/page-header.js';
import { dayMs, dayText, duration } from '../components/time.js';
import { personField } from '../form-person.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { type AdminPageContext, adminPaths } from './admin-context.js';
import { everyKey, queryOf } from './key-filter.js';
import { keyTable } from './key-table.js';

/** The shortest time after which a key counts as unused here. */
export const minDays = 90;

const choices: readonly number[] = [minDays, 180, 365];

/** The page on which an admin chooses how long keys must have been unused. `isRefused`: what they chose was too short. */
export function chooseUnusedPage(
  context: AdminPageContext,
  { isRefused = false }: { readonly isRefused?: boolean },
): Promise<Awaited<Markup>> {
  const { texts, root } = context.page;
  const { allKeys, disableUnused } = adminPaths(root);
  const options = choices.map(
    (days) =>
      html`<p class="choice"><input type="radio" name="days" id="days-${days}" value="${days}"${days === minDays ? html` checked` : ''}> <label for="days-${days}">${duration(texts, days * dayMs)}</label></p>`,
  );
  return unusedPage(context, {
    title: texts.disableUnusedTitle,
    lead: texts.disableUnusedLead,
    content: html`<form method="post" action="${disableUnused}">${personField(context.actor)}
<fieldset${isRefused ? html` aria-describedby="days-error"` : ''}><legend>${texts.unusedForAtLeast}</legend>
${options}
${isRefused ? html`<p class="error" id="days-error" role="alert">${texts.chooseDays}</p>` : ''}
</fieldset>
<p class="hint">${texts.checkFirstHint}</p>
<p class="buttons"><a class="button" href="${allKeys}">${texts.cancel}</a> <button class="primary">${texts.checkFirst}</button></p>
</form>`,
  });
}

/** What confirming would disable. */
export interface UnusedKeys {
  readonly days: number;
  /** Since when the keys are unused. */
  readonly since: Date;
  /** When they were counted. */
  readonly from: Date;
  readonly count: number;
  readonly first: readonly ApiKey[];
}

/** The page that shows what confirming does. */
export async function confirmUnusedPage(
  context: AdminPageContext,
  unused: UnusedKeys,
): Promise<Awaited<Markup>> {
  const { texts, root } = context.page;
  const { allKeys, disableUnused } = adminPaths(root);
  const { days, since, from, count, first } = unused;
  if (count === 0)
    return unusedPage(context, {
      title: texts.disableUnusedTitle,
      content: html`<p>${texts.noneUnused(days)}</p>
<p class="buttons"><a class="button" href="${disableUnused}">${texts.chooseAgain}</a></p>`,
    });
  const all = queryOf({ ...everyKey, unusedSince: { days } });
  const title = texts.wouldDisable(count);
  const shown = texts.firstOfThem(first.length, count);
  return unusedPage(context, {
    title,
    content: html`<p class="warning">${texts.disableConsequence(count, dayText(texts, since))}</p>
<section class="part"><h2>${shown}</h2>
<div class="card">${await keyTable(context, { label: shown, keys: first })}</div>
<p class="after"><a href="${allKeys}?${all}" target="_blank" rel="noopener">${texts.seeUnused}<span class="hidden"> ${texts.newTab}</span></a></p></section>
<form method="post" action="${disableUnused}">${personField(context.actor)}
<input type="hidden" name="days" value="${days}">
<input type="hidden" name="since" value="${since.toISOString()}">
<input type="hidden" name="from" value="${from.toISOString()}">
<p class="buttons"><a class="button" href="${allKeys}">${texts.cancel}</a> <button class="danger">${texts.confirmDisable(count)}</button></p>
</form>`,
  });
}

/** What was disabled. */
export interface DisabledKeys {
  readonly since: Date;
  readonly found: number;
  readonly isExact: boolean;
  readonly first: readonly ApiKey[];
}

/** The page that says what was disabled, and how to undo it. */
export async function disabledUnusedPage(
  context: AdminPageContext,
  { since, found, isExact, first }: DisabledKeys,
): Promise<Awaited<Markup>> {
  const { texts, root } = context.page;
  const { allKeys } = adminPaths(root);
  const number = found.toLocaleString(texts.language);
  const count = isExact ? number : texts.atLeast(number);
  const disabled = queryOf({ state: 'disabled' });
  return unusedPage(context, {
    title: texts.disableUnusedTitle,
    content: html`<p role="status" class="done" data-done>${found === 0 ? texts.disabledNone : texts.disabledUnused(count, dayText(texts, since))}</p>
${
  found === 0
    ? ''
    : html`<section class="part"><h2>${texts.undo}</h2><p>${texts.undoHint}</p></section>
<section class="part"><h2>${texts.firstOfThem(first.length, found)}</h2><div class="card">${await keyTable(context, { label: texts.disableUnusedTitle, keys: first })}</div></section>`
}
<p class="buttons"><a class="button" href="${allKeys}?${disabled}">${texts.seeDisabled}</a> <a class="button" href="${allKeys}">${texts.allKeys}</a></p>`,
  });
}

async function unusedPage(
  context: AdminPageContext,
  { title, lead, content }: { readonly title: string; readonly lead?: string; readonly content: Markup },
): Promise<Awaited<Markup>> {
  const { texts, root } = context.page;
  const { allKeys } = adminPaths(root);
  return layout(context.page, {
    title,
    nav: await navigation(context, allKeys),
    crumbs: [
      { text: texts.settings, href: root },
      { text: texts.organisation },
      { text: texts.allKeys, href: allKeys },
    ],
    main: html`${pageHeader({ title, lead })}
${content}`,
  });
}
