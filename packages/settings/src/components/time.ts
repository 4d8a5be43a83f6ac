import { html } from 'hono/html';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';

/** Formats an instant for people. In UTC, because a server does not know where its reader is. */
export function exactText({ language }: Texts, at: Date): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, format).format(at)} UTC`;
}

/** Formats a day, given as midnight in UTC. */
export function dayText({ language }: Texts, day: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

/** The day of an instant as a `<time>` element, with the exact instant on hover. The script shows the reader's day. */
export function dayTime(texts: Texts, at: Date): Markup {
  return html`<time datetime="${at.toISOString()}" title="${exactText(texts, at)}" data-local-day>${dayText(texts, at)}</time>`;
}

/** An exact instant as a `<time>` element. */
export function exactTime(texts: Texts, at: Date): Markup {
  return html`<time datetime="${at.toISOString()}">${exactText(texts, at)}</time>`;
}

/**
 * How long ago an instant was, or how far away it is, as a `<time>` element: *2 minutes ago*. The exact instant is shown
 * on hover, and read out. `ifNone` is what to say if there is none.
 */
export function relativeTime(texts: Texts, at: Date | null, ifNone: string = texts.never): Markup | string {
  if (at === null) return html`<span class="muted">${ifNone}</span>`;
  const exact = exactText(texts, at);
  return html`<time datetime="${at.toISOString()}" title="${exact}" data-relative="${texts.justNow}"><span>${relativeText(texts, at)}</span><span class="hidden"> (${exact})</span></time>`;
}

/** How far away an instant is, and which instant that is, both for everyone to see. `ifNone`: what to say without one. */
export function relativeAndExact(texts: Texts, at: Date | null, ifNone = ''): Markup | string {
  if (at === null) return ifNone;
  return html`<time class="both" datetime="${at.toISOString()}" data-relative="${texts.justNow}"><span>${relativeText(texts, at)}</span> <span class="muted">(${exactText(texts, at)})</span></time>`;
}

/** *2 minutes ago*, or *in 3 days*. */
function relativeText({ language, justNow }: Texts, at: Date): string {
  const ms = at.getTime() - Date.now();
  // Under a minute, seconds would only be noise.
  if (Math.abs(ms) < minuteMs)
    return ms > 0 ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second') : justNow;
  const { count, unit } = inWords(Math.abs(ms));
  // Not `auto`: `tomorrow` and `next month` depend on the calendar, and so on the time zone.
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(Math.sign(ms) * count, unit);
}

/**
 * A time as people say it: rounded, because 30 days are still *30 days* a second later; in hours up to two days and in
 * days up to two months, because *1 day* and *1 month* are too vague for an expiry. The script has the same rules
 * (`assets/script/times.js`).
 */
function inWords(ms: number): { readonly count: number; readonly unit: Intl.RelativeTimeFormatUnit } {
  const count = (unitMs: number) => Math.round(ms / unitMs);
  if (count(minuteMs) < 60) return { count: count(minuteMs), unit: 'minute' };
  if (count(hourMs) < 48) return { count: count(hourMs), unit: 'hour' };
  if (count(dayMs) < 60) return { count: count(dayMs), unit: 'day' };
  const months = count(monthMs);
  return months < 24 && months !== 12
    ? { count: months, unit: 'month' }
    : { count: count(12 * monthMs), unit: 'year' };
}

const minuteMs = 60_000;
export const hourMs: number = 60 * minuteMs;
export const dayMs: number = 24 * hourMs;
const monthMs = (365 / 12) * dayMs;
const units = [
  { unit: 'day', ms: dayMs },
  { unit: 'hour', ms: hourMs },
  { unit: 'minute', ms: minuteMs },
] as const;
const seconds = { unit: 'second', ms: 1_000 } as const;

/** Formats a duration for people: in the largest unit of which it is a whole number, or else in seconds. */
export function duration({ language }: Texts, ms: number): string {
  const { unit, ms: unitMs } = units.find((one) => ms % one.ms === 0) ?? seconds;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(ms / unitMs);
}
