import type { Rounds } from '../harness/alternate.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatSpread } from '../report/format.js';
import { atLeast, atMost, type Bound, type Table } from '../section.js';
import { manyOf, names, oneOf } from './names.js';

/** Returns the targets. Times are in microseconds. */
export function boundsOf(times: Rounds): readonly Bound[] {
  const many = slowerOf(times(manyOf(names.postern)), times(manyOf(names.posternAtDefaults)));
  const one = slowerOf(times(oneOf(names.postern)), times(oneOf(names.posternAtDefaults)));
  const claim = (what: string) => `SQLite, 32 in flight: ${what}`;
  return [
    atLeast(
      claim('verifications per second ÷ those of better-auth, default settings'),
      100,
      ratioOf(times(manyOf(names.betterAuth)), many),
    ),
    atLeast(
      claim('verifications per second ÷ those of better-auth, fastest settings with database and hashing'),
      50,
      ratioOf(times(manyOf(names.betterAuthFastest)), many),
    ),
    atMost(claim('time ÷ the floor of 12 columns'), 0.9, ratioOf(many, times(names.floor12))),
    atMost(claim('time ÷ the floor of 5 columns, raw'), 1.15, ratioOf(many, times(names.floor5))),
    atMost('SQLite, one at a time: time ÷ the floor of 12 columns', 1.5, ratioOf(one, times(names.floor12))),
  ];
}

/** Returns the slower of Postern's two times, round by round. */
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
