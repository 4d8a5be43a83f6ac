const daysIn: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Ten years. */
const maxDays = 3_650;

/** A duration at the beginning of a text, in days, and the text after it. */
export interface Duration {
  readonly days: number;
  readonly rest: string;
}

/**
 * Reads "30 days", "2 weeks", "a year" or "tomorrow". `undefined` if it is unreadable, under a day or over ten years.
 */
export function readDuration(text: string): Duration | undefined {
  const tomorrow = /^ ?tomorrow(?![\w-])/i.exec(text);
  if (tomorrow) return { days: 1, rest: text.slice(tomorrow[0].length) };

  const found =
    /^ ?(?:([a-z]{1,5}|\d{1,4}) ?)?(day|week|month|year)(s?)(?![\w-])(?: from (?:now|today)\b)?/i.exec(text);
  if (!found) return undefined;
  const [all, said, unit = '', plural] = found;
  // "In weeks" has no number; "the next year" means one.
  const count = said ?? (plural === '' ? 'a' : '');
  const days = parseCount(count.toLowerCase()) * (daysIn[unit.toLowerCase()] ?? Number.NaN);
  return days >= 1 && days <= maxDays ? { days, rest: text.slice(all.length) } : undefined;
}

function parseCount(word: string): number {
  if (word === 'a' || word === 'an') return 1;
  // A word that is not a number is at index -1, so its count is 0: too little for a duration.
  return /^\d/.test(word) ? Number(word) : numbers.indexOf(word) + 1;
}
