import { isSameOwner } from '@postern/core';
import { html } from 'hono/html';
import type { OwnerPageContext, Page } from '../page-context.js';
import type { Markup } from '../shell/markup.js';

/** What a key may do, as chips. The host's sentence about a scope is shown on hover, and read out. */
export function scopeChips(page: Page, scopes: readonly string[] | null, everything: string): Markup {
  const { texts, host } = page;
  if (scopes === null) return html`<span class="muted">${everything}</span>`;
  if (scopes.length === 0) return html`<span class="muted">${texts.noScopes}</span>`;
  return html`${scopes.map((scope) => {
    const sentence = host.describeScope(scope);
    return sentence === undefined
      ? html`<span class="chip">${scope}</span> `
      : html`<span class="chip" title="${sentence}">${scope}<span class="hidden"> (${sentence})</span></span> `;
  })}`;
}

/** More chips than this would make the row of a table too high. */
const maxChips = 3;

/** What a key may do, in a table: the first few scopes, and the others behind a click. */
export function cappedChips(page: Page, scopes: readonly string[] | null, everything: string): Markup {
  const { texts } = page;
  if (scopes?.length === 0) return html`<span class="muted">${texts.noScopesAtAll}</span>`;
  if (scopes === null || scopes.length <= maxChips) return scopeChips(page, scopes, everything);
  const [first, others] = [scopes.slice(0, maxChips), scopes.slice(maxChips)];
  return html`${scopeChips(page, first, everything)}<details class="more"><summary class="muted">${texts.moreScopes(others.length)}</summary> ${scopeChips(page, others, everything)}</details>`;
}

/** What a key may do, with the host's sentence about each scope in the open. */
export function scopeList(page: Page, scopes: readonly string[] | null, everything: string): Markup {
  if (scopes === null || scopes.length === 0) return scopeChips(page, scopes, everything);
  return html`<ul class="scope-list">${scopes.map((scope) => {
    const sentence = page.host.describeScope(scope);
    return html`<li><span class="chip">${scope}</span>${sentence === undefined ? '' : html` <span class="muted">${sentence}</span>`}</li>`;
  })}</ul>`;
}

/** What a key may do that is not narrowed: *Everything you can do*. */
export function everythingText({ page: { texts }, owner, actor }: OwnerPageContext): string {
  if (isSameOwner(owner, actor)) return texts.everythingYouCan;
  return owner.kind === 'team' ? texts.everythingTheTeamCan : texts.everythingItsOwnerCan;
}
