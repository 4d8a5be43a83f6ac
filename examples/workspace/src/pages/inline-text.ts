import { html } from 'hono/html';
import type { Markup } from './page.js';

/** Shows `code` and **bold** in a line of text. All else is text. */
export function inlineText(text: string): readonly (Markup | string)[] {
  return text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).map((part, index) => {
    if (index % 2 === 0) return part;
    return part.startsWith('`')
      ? html`<code>${part.slice(1, -1)}</code>`
      : html`<strong>${part.slice(2, -2)}</strong>`;
  });
}
