import type { Language } from './texts.js';

/** Formats the day of an instant as the settings do, in UTC: a server does not know where its reader is. */
export function dayText(language: Language, at: Date | string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(at));
}

/** Formats an instant as the settings do, in UTC. */
export function instantText(language: Language, at: Date | string): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, format).format(new Date(at))} UTC`;
}

const units = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** Formats a duration in the largest unit of which it is a whole number; in minutes, rounded up, if there is none. */
export function durationText(language: Language, ms: number): string {
  const { unit, ms: unitMs } = units.find((one) => ms % one.ms === 0) ?? { unit: 'minute', ms: 60_000 };
  const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, format).format(Math.ceil(ms / unitMs));
}
