import type { ApiKey } from '@postern/core';
import { relativeTime } from '@postern/settings';
import { html } from 'hono/html';
import type { Markup } from '../page.js';
import type { Reader } from './reader.js';

/** What a card states: a name, and what it is. */
export type CardFact = readonly [name: string, value: Markup | string];

interface CardParts {
  /** The ID of the key, by which the focus returns to the card. `undefined`: unknown. */
  readonly keyId?: string | undefined;
  readonly title: string;
  /** That a key ends. Default: none does. */
  readonly badge?: string;
  readonly facts?: readonly CardFact[];
  /** Instead of facts: that there is nothing to do any more. */
  readonly notice?: string;
  /** Buttons and links. */
  readonly actions?: readonly Markup[];
}

export function cardBox({ keyId, title, badge, facts = [], notice, actions = [] }: CardParts): Markup {
  return html`<section class="card"${keyId === undefined ? '' : html` data-key="${keyId}"`}>
<h2>${title}${badge === undefined ? '' : html` <span class="badge caution">${badge}</span>`}</h2>
${notice === undefined ? '' : html`<p class="muted">${notice}</p>`}
${facts.length === 0 ? '' : html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`}
${actions.length === 0 ? '' : html`<div class="buttons">${actions}</div>`}</section>`;
}

/** A key, if the person may see it and it can be read right now: a page with a card that says little is better than none. */
export function findKey({ keys, person }: Reader, keyId: string): Promise<ApiKey | undefined> {
  return keys.get(keyId, { actor: { kind: 'user', id: person.id } }).catch(() => undefined);
}

/** When a key was last used. */
export function lastUse({ settingsTexts }: Reader, { lastUsedAt }: ApiKey): Markup | string {
  return relativeTime(settingsTexts, lastUsedAt, settingsTexts.neverUsed);
}
