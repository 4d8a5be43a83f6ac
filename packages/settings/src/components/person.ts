import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** A person's initials, next to their name. `href`: the page about them. */
export function person(name: string, href?: string): Markup {
  const shown = href === undefined ? name : html`<a href="${href}">${name}</a>`;
  return html`<span class="avatar" aria-hidden="true">${initials(name)}</span> <span>${shown}</span>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word = '') => [...word][0] ?? '',
  );
  return letters.join('').toUpperCase();
}
