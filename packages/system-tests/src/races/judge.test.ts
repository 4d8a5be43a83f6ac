import { expect, it } from 'vitest';
import { type Judgement, judge } from './judge.js';

/** Judges one verification of a key whose revocation was called at 10 ms and resolved at 12 ms. */
function judged(startMs: number, endMs: number, accepted: boolean): Partial<Judgement> {
  const at = (ms: number) => Float64Array.of(ms * 1e6);
  const revocations = { begun: at(10), resolved: at(12) };
  const { verifications, ...counts } = judge(revocations, [
    {
      key: Uint32Array.of(0),
      started: at(startMs),
      ended: at(endMs),
      accepted: Uint8Array.of(accepted ? 1 : 0),
      faults: 0,
    },
  ]);
  expect(verifications).toBe(1);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

it.each([
  [12.001, true, { after: 1, rightAfter: 1, survivors: 1 }],
  [20, true, { after: 1, survivors: 1 }],
  [20, false, { after: 1 }],
])(
  'S01 a verification that started at %d ms, after the revocation, is only wrong if it was accepted (%s)',
  (at, isAccepted, counts) => {
    expect(judged(at, at + 1, isAccepted)).toEqual(counts);
  },
);

it.each([true, false])(
  'a verification under way when the revocation resolved may be accepted or not (%s)',
  (isAccepted) => {
    expect(judged(11.9, 12.1, isAccepted)).toEqual({ inFlight: 1 });
  },
);

it('a verification that ended before the revocation was called must have been accepted', () => {
  expect(judged(8, 9, true)).toEqual({ before: 1 });
  expect(judged(8, 9, false)).toEqual({ before: 1, wronglyRefused: 1 });
});
