import { html } from 'hono/html';
import type { Texts } from '../texts/texts.js';
import type { Markup } from './layout.js';

/** Formats an instant for people. In UTC, because a server does not know where its reader is. */
export function instantText({ language }: Texts, at: Date): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, format).format(at)} UTC`;
}

/** Formats a day, given as midnight in UTC. */
export function dayText({ language }: Texts, day: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

/** The same as a `<time>` element. */
export function instant(texts: Texts, at: Date | null): Markup | string {
  if (at === null) return texts.never;
  return html`<time datetime="${at.toISOString()}">${instantText(texts, at)}</time>`;
}

const units = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;
const seconds = { unit: 'second', ms: 1_000 } as const;

/** Formats a duration for people: in the largest unit of which it is a whole number, or else in seconds. */
export function duration({ language }: Texts, ms: number): string {
  const { unit, ms: unitMs } = units.find((one) => ms % one.ms === 0) ?? seconds;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(ms / unitMs);
}
