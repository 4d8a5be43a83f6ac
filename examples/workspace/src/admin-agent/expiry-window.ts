import type { Expiry } from './clauses.js';

export const dayMs: number = 24 * 60 * 60 * 1_000;
const soonDays = 30;

/** The end of the time that a person means, such as of "this month", in UTC: pages show days in UTC. */
export function endOf(expiry: Exclude<Expiry, 'never'>, now: Date): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  switch (expiry) {
    case 'week':
      // Weeks begin on Monday.
      return new Date(Date.UTC(year, month, day + 7 - ((now.getUTCDay() + 6) % 7)));
    case 'month':
      return new Date(Date.UTC(year, month + 1, 1));
    case 'quarter':
      return new Date(Date.UTC(year, month - (month % 3) + 3, 1));
    case 'year':
      return new Date(Date.UTC(year + 1, 0, 1));
    default:
      return new Date(now.getTime() + (expiry === 'soon' ? soonDays : expiry) * dayMs);
  }
}
