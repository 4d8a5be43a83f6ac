import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** A person's initials, next to their name. */
export function person(name: string): Markup {
  return html`<span class="avatar" aria-hidden="true">${initials(name)}</span> <span>${name}</span>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word = '') => [...word][0] ?? '',
  );
  return letters.join('').toUpperCase();
}
