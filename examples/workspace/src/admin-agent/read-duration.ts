import { withSpellings } from './text-patterns.js';

const hoursIn: readonly (readonly [unit: RegExp, hours: number])[] = [
  [/^(?:hour|stunde)/i, 1],
  [/^(?:day|tag)/i, 24],
  [/^(?:week|woche)/i, 7 * 24],
  [/^(?:month|monat)/i, 30 * 24],
  [/^(?:quarter|quartal)/i, 90 * 24],
  [/^(?:year|jahr)/i, 365 * 24],
];

const numbers: readonly (readonly string[])[] = [
  ['a', 'an', 'one', 'ein', 'eine', 'einen', 'einem', 'einer', 'eines'],
  ['two', 'zwei'],
  ['three', 'drei'],
  ['four', 'vier'],
  ['five', 'fünf', 'fuenf'],
  ['six', 'sechs'],
  ['seven', 'sieben'],
  ['eight', 'acht'],
  ['nine', 'neun'],
  ['ten', 'zehn'],
];

/** Ten years. */
const maxHours = 3_650 * 24;

const tomorrow = /^ ?(?:tomorrow|morgen)(?![\w-])/i;
const spoken = new RegExp(
  withSpellings(
    '^ ?(?:([a-zü]{1,6}|\\d{1,4})[ -]?)?(hour|day|week|month|quarter|year|stunde|tag|woche|monat|quartal|jahr)(s|e[ns]?|n)?' +
      '(?![\\wäöü-])(?: (?:from (?:now|today)|lang)(?![\\w-]))?',
  ),
  'i',
);

/** A duration at the beginning of a text, in hours, and the text after it. */
interface Duration {
  readonly hours: number;
  readonly rest: string;
}

/** Reads "30 days", "2 Wochen", "a year" or "morgen". `undefined` if it is unreadable, nothing or over ten years. */
export function readDuration(text: string): Duration | undefined {
  const next = tomorrow.exec(text);
  if (next) return { hours: 24, rest: text.slice(next[0].length) };

  const found = spoken.exec(text);
  if (!found) return undefined;
  const [all, said, unit = '', plural] = found;
  // "In weeks" has no number; "the next year" means one.
  const count = said ?? (plural === undefined ? 'a' : '');
  const [, unitHours = Number.NaN] = hoursIn.find(([pattern]) => pattern.test(unit)) ?? [];
  const hours = parseCount(count.toLowerCase()) * unitHours;
  return hours >= 1 && hours <= maxHours ? { hours, rest: text.slice(all.length) } : undefined;
}

/** The same, in days. `undefined` also if they are not whole days. */
export function readDays(text: string): { readonly days: number; readonly rest: string } | undefined {
  const duration = readDuration(text);
  const days = (duration?.hours ?? 0) / 24;
  return duration && Number.isInteger(days) ? { days, rest: duration.rest } : undefined;
}

function parseCount(word: string): number {
  // A word that is not a number is at index -1, so its count is 0: too little for a duration.
  return /^\d/.test(word) ? Number(word) : numbers.findIndex((words) => words.includes(word)) + 1;
}
