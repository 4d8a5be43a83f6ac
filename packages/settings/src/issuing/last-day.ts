import { dayMs } from '../components/time.js';
/** The last day of a key, as a form sends it. */
export interface DayForm {
  /** A day, in the format of `<input type="date">`. Empty: none. */
  readonly expires: string;
  /**
   * When that day ends in the person's time zone, according to the script (RFC 3339, in UTC). Empty: there is no
   * script.
   */
  readonly dayEnds: string;
}

/** Time zones are between UTC−12 and UTC+14. */
const maxOffsetMs = 14 * 3_600_000;

/**
 * Returns the end of the last day on which a key works: in the person's time zone, if the script says when that is
 * (`dayEnds`), otherwise in UTC. Returns an invalid date, which core refuses, if `day` is not a day or does not end at
 * `dayEnds` anywhere on earth.
 */
export function endOf(day: string, dayEnds: string): Date {
  const end = instantOf(`${day}T23:59:59.999Z`);
  if (dayEnds === '') return end;
  const localEnd = instantOf(dayEnds);
  const isThatDay = Math.abs(localEnd.getTime() - end.getTime()) <= maxOffsetMs;
  return isThatDay ? localEnd : new Date(Number.NaN);
}

/** Returns the last day that ends by an instant, in the time zone of the form, as midnight in UTC. */
export function lastDayUntil(latest: Date, { expires, dayEnds }: DayForm): Date {
  const offsetMs = endOf(expires, dayEnds).getTime() - endOf(expires, '').getTime();
  // Without a valid day, the time zone of the form is unknown.
  const days = Math.floor((latest.getTime() + 1 - (offsetMs || 0)) / dayMs) - 1;
  return new Date(days * dayMs);
}

/** Takes only what `toISOString` writes: `Date` also takes a year alone, and turns 30 February into a day in March. */
function instantOf(text: string): Date {
  const instant = new Date(text);
  const isExact = Number.isFinite(instant.getTime()) && instant.toISOString() === text;
  return isExact ? instant : new Date(Number.NaN);
}
