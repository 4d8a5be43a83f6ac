import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';

/** A link of a menu, to the page of an action. */
export interface MenuItem {
  readonly text: string;
  readonly href: string;
  /** Whether the page opens as a dialog if there is a script. Default: false. */
  readonly isDialog?: boolean | undefined;
  /** Whether the action ends something. Default: false. */
  readonly ends?: boolean | undefined;
}

/**
 * A menu of actions behind three dots. `label` says of what: *Actions for CI Pipeline*. Opening one closes the others,
 * because they share a name.
 */
export function actionMenu(label: string, items: readonly MenuItem[]): Markup | string {
  if (items.length === 0) return '';
  const links = items.map(
    ({ text, href, isDialog = false, ends = false }) =>
      html`<li><a href="${href}"${isDialog ? html` data-dialog` : ''}${ends ? html` class="ends"` : ''}>${text}</a></li>`,
  );
  return html`<details class="menu" name="menu"><summary aria-label="${label}"><span aria-hidden="true">⋯</span></summary><ul>${links}</ul></details>`;
}
