import { html } from 'hono/html';
import type { WorkspaceTexts } from '../texts/texts.js';
import type { Markup } from './page.js';

/** A button that copies an element's text. `what` says what that is. */
export function copyButton({ general }: WorkspaceTexts, id: string, what: string): Markup {
  return html`<button type="button" class="small" data-copy="${id}" data-copied="${general.copied}" data-by-hand="${general.copyByHand}" aria-label="${general.copyOf(what)}" hidden>${general.copy}</button>`;
}
