import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** A name and what it is: *Owner: Ada*. */
export type Fact = readonly [name: string, value: Markup | string];

/** What is known about something, as a list of names and values. */
export function factList(facts: readonly Fact[]): Markup {
  return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`;
}
