import { html } from 'hono/html';
import type { Texts } from '../texts/texts.js';
import type { Markup } from './frame.js';

/** An instant as people read it. In UTC, since a server does not know where its reader is. */
export function instantText({ language }: Texts, at: Date): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, format).format(at)} UTC`;
}

/** The same, as an element. */
export function instant(texts: Texts, at: Date | null): Markup | string {
  if (at === null) return texts.never;
  return html`<time datetime="${at.toISOString()}">${instantText(texts, at)}</time>`;
}
