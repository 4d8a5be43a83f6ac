import { sql } from 'kysely';
import { commonStatements } from '../common-statements.js';
import type { Dialect } from '../dialect.js';
import type { Instant } from '../tables.js';
import type { TableLocation } from './session.js';

/**
 * To the millisecond: an instant that someone else writes more exactly would have no place in a list, and equal
 * nothing.
 */
const instantType = sql`timestamptz(3)`;

/** In milliseconds: adding days or months would depend on the time zone. */
const instantAfter: Dialect['instantAfter'] = (at, ms) =>
  sql<Instant>`${at} + ${ms}::float8 * interval '1 millisecond'`;

/** How PostgreSQL differs from other databases. */
export function postgresDialect({ schema, tablePrefix }: TableLocation): Dialect {
  const nameOf = (table: string) => sql.id(schema, tablePrefix + table);
  return {
    ...commonStatements({
      instantType,
      rowLock: sql`for no key update`,
      async lockOwner(db, { kind, id }) {
        const name = `postern.owner ${schema}.${tablePrefix} ${kind} ${id}`;
        // A lock of the transaction, not of the session: however the transaction ends, no pooler can pass it on.
        await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
      },
    }),
    // By bytes: a database may compare by the rules of a language. A length would only be one more check.
    textType: () => sql`text collate "C"`,
    jsonType: 'jsonb',
    instantType,
    tableEnd: sql``,
    partialIndex: (index, condition) => index.where(condition),
    async lockTable(db, table) {
      await sql`lock table ${nameOf(table)} in exclusive mode`.execute(db);
    },
    async leaveRoom(db, table) {
      await sql`alter table ${nameOf(table)} set (fillfactor = 60)`.execute(db);
    },
    instantIn: (ms) => instantAfter(sql<Instant>`clock_timestamp()`, ms),
    instantAfter,
    writeInstant,
    readInstant,
  };
}

/** `2026-01-01 05:30:00.001+05:30`: how PostgreSQL writes an instant in the ISO style, in whatever time zone. */
const form =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;

/** Writes an instant as ISO 8601 in UTC, except for years that PostgreSQL writes differently from JavaScript. */
export function writeInstant(at: Date): Instant {
  const year = at.getUTCFullYear();
  const rest = at.toISOString().replace(/^[+-]?\d+/, '');
  // There is no year 0: the year before 1 is 1 BC.
  const text = year > 0 ? pad(year) + rest : `${pad(1 - year)}${rest} BC`;
  return text as unknown as Instant;
}

/**
 * Reads an instant, to the millisecond: one that someone else wrote may be more exact.
 *
 * @throws if a `Date` can't represent it, such as `infinity`.
 */
export function readInstant(value: unknown): Date {
  const [match, year, month, day, hour, minute, second, fraction = '', sign, ...rest] =
    typeof value === 'string' ? (form.exec(value) ?? []) : [];
  if (match === undefined) throw new TypeError('not an instant');
  const [offsetHours, offsetMinutes = 0, offsetSeconds = 0, era] = rest;
  const offsetMs =
    (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 + Number(offsetSeconds) * 1_000;
  const fractionMs = Number(fraction.padEnd(3, '0').slice(0, 3));
  const at = new Date(0);
  at.setUTCFullYear(era === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  // On the last day that a Date can represent, the hours alone may be too late, until the offset is subtracted.
  at.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second),
    fractionMs - (sign === '-' ? -offsetMs : offsetMs),
  );
  if (Number.isNaN(at.getTime())) throw new TypeError('not an instant');
  return at;
}

function pad(year: number): string {
  return String(year).padStart(4, '0');
}
