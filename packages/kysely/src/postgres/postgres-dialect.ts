import { sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { Instant } from '../tables.js';

/** How PostgreSQL differs from other databases. */
export const postgresDialect: Dialect = {
  // By bytes: a database may compare by the rules of a language.
  textType: sql`text collate "C"`,
  jsonType: 'jsonb',
  // To the millisecond: what somebody else writes more exactly would have no place in a list, and equal nothing.
  instantType: sql`timestamptz(3)`,
  tableEnd: sql``,
  rowLock: sql`for no key update`,
  instantIn: (ms) => sql<Instant>`clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`,
  writeInstant,
  readInstant,
};

/** `2026-01-01 05:30:00.001+05:30`: how PostgreSQL writes an instant in the style ISO, in whichever time zone it is. */
const form =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;

/** Writes an instant as ISO 8601 in UTC, but for years of which PostgreSQL has other ideas than JavaScript. */
export function writeInstant(at: Date): Instant {
  const year = at.getUTCFullYear();
  const rest = at.toISOString().replace(/^[+-]?\d+/, '');
  // There is no year 0: the one before 1 is 1 BC.
  const text = year > 0 ? pad(year) + rest : `${pad(1 - year)}${rest} BC`;
  return text as unknown as Instant;
}

/**
 * Reads an instant, to the millisecond: what somebody else has written may be more exact.
 *
 * @throws where it is none that a `Date` can tell, `infinity` among them.
 */
export function readInstant(value: unknown): Date {
  const [match, year, month, day, hour, minute, second, fraction = '', sign, ...rest] =
    typeof value === 'string' ? (form.exec(value) ?? []) : [];
  if (match === undefined) throw new TypeError('no instant');
  const [offsetHours, offsetMinutes = 0, offsetSeconds = 0, era] = rest;
  const offsetMs =
    (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 + Number(offsetSeconds) * 1_000;
  const fractionMs = Number(fraction.padEnd(3, '0').slice(0, 3));
  const at = new Date(0);
  at.setUTCFullYear(era === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  // Of the last day that there is, the hours alone may be too late, before the offset is taken off.
  at.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second),
    fractionMs - (sign === '-' ? -offsetMs : offsetMs),
  );
  if (Number.isNaN(at.getTime())) throw new TypeError('no instant');
  return at;
}

function pad(year: number): string {
  return String(year).padStart(4, '0');
}
