import type { Rounds } from '../harness/alternate.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atLeast, atMost, type Bound, type InBrief, type Table } from '../section.js';
import { manyOf, names, oneOf } from './names.js';
import type { StatementLog } from './statement-log.js';

/** Returns the targets. Times are in microseconds. */
export function boundsOf(times: Rounds): readonly Bound[] {
  const { many, one } = slowerTimes(times);
  const claim = (what: string) => `SQLite, 32 in flight: ${what}`;
  return [
    atLeast(
      claim('verifications per second ÷ those of better-auth, default settings'),
      600,
      ratioOf(times(manyOf(names.betterAuth)), many),
    ),
    atLeast(
      claim('verifications per second ÷ those of better-auth, fastest settings with database and hashing'),
      130,
      ratioOf(times(manyOf(names.betterAuthFastest)), many),
    ),
    atMost(claim('time ÷ the floor of 12 columns'), 0.4, ratioOf(many, times(names.floor12))),
    atMost(claim('time ÷ the floor of 5 columns, raw'), 0.7, ratioOf(many, times(names.floor5))),
    atMost(
      claim('time ÷ prefixed-api-key, with a hand-written lookup'),
      0.6,
      ratioOf(many, times(names.prefixed)),
    ),
    atMost('SQLite, one at a time: time ÷ the floor of 12 columns', 1.2, ratioOf(one, times(names.floor12))),
  ];
}

/** Says what a verification costs, and what the database sees of it. */
export function inBriefOf(times: Rounds, { reads, writes }: StatementLog): readonly InBrief[] {
  const { many, one } = slowerTimes(times);
  const micro = (figures: readonly number[]) => `${formatNumber(spreadOf(figures).median)} µs`;
  const perSecond = Math.round(1_000_000 / spreadOf(many).median / 1_000) * 1_000;
  return [
    {
      about: 'cost',
      text: `SQLite: ${micro(many)} for each verification with 32 requests in flight, which is ${formatNumber(perSecond)} a second on one core, and ${micro(one)} for one alone. Reading one row by hand and checking one digest takes ${micro(times(names.floor12))}. better-auth takes ${micro(times(manyOf(names.betterAuth)))} with its default settings.`,
    },
    {
      about: 'database',
      text: `SQLite: one question per turn of the event loop, whether anything was committed to the file. With 32 requests in flight that is ${formatNumber(reads)} statements per verification. A record is read when it is first needed, and again after a commit. Statements that write, per verification: ${formatNumber(writes)}.`,
    },
  ];
}

/** The slower of Postern's two rows counts: the one with many keys, or the one with hashes of the default cost. */
function slowerTimes(times: Rounds): { readonly many: readonly number[]; readonly one: readonly number[] } {
  return {
    many: slowerOf(times(manyOf(names.postern)), times(manyOf(names.posternAtDefaults))),
    one: slowerOf(times(oneOf(names.postern)), times(oneOf(names.posternAtDefaults))),
  };
}

function slowerOf(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.map((time, round) => Math.max(time, other[round] ?? 0));
}

/** Shows the times of all contestants. */
export function timesTable(times: Rounds): Table {
  const { floor12, floor5, prefixed, ...promised } = names;
  const floor = times(floor12);
  const direct = [floor12, floor5, prefixed].map((name) => {
    const perVerification = formatSpread(spreadOf(times(name)));
    return [
      name,
      perVerification,
      'the same',
      perSecond(times(name)),
      formatSpread(ratioOf(times(name), floor)),
    ];
  });
  const both = Object.values(promised).map((name) => {
    const many = times(manyOf(name));
    const ratio = formatSpread(ratioOf(many, floor));
    return [
      name,
      formatSpread(spreadOf(times(oneOf(name)))),
      formatSpread(spreadOf(many)),
      perSecond(many),
      ratio,
    ];
  });
  return {
    columns: [
      'µs per verification',
      'one at a time',
      '32 in flight',
      '32 in flight, per second',
      '32 in flight ÷ floor of 12 columns',
    ],
    rows: [...direct, ...both],
  };
}

function perSecond(microseconds: readonly number[]): string {
  return formatSpread(spreadOf(microseconds.map((time) => 1_000_000 / time)));
}
