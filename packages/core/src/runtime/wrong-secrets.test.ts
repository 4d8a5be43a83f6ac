import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settableClock } from '../testing/index.js';
import { wrongSecrets } from './secret-proofs.js';

function remembering() {
  const clock = settableClock();
  return { clock, wrong: wrongSecrets(clock) };
}

describe('wrongSecrets', () => {
  it('remembers exactly what was added', () => {
    const { wrong } = remembering();
    expect(wrong.has('one')).toBe(false);
    wrong.add('one');
    expect(wrong.has('one')).toBe(true);
    expect(wrong.has('other')).toBe(false);
  });

  it('remembers it for a second', () => {
    const { wrong, clock } = remembering();
    wrong.add('one');
    clock.advance(999);
    expect(wrong.has('one')).toBe(true);
    clock.advance(1);
    expect(wrong.has('one')).toBe(false);
  });

  it('counts the second from the last time it was added, whatever was asked since', () => {
    const { wrong, clock } = remembering();
    wrong.add('one');
    clock.advance(600);
    wrong.has('one');
    wrong.add('one');
    clock.advance(999);
    expect(wrong.has('one')).toBe(true);
    clock.advance(1);
    expect(wrong.has('one')).toBe(false);
  });

  it('does not use the wall clock, which may step', () => {
    const { wrong, clock } = remembering();
    wrong.add('one');
    clock.set(new Date('2030-01-01T00:00:00Z'));
    expect(wrong.has('one')).toBe(true);
  });
});

describe('F04 the memory of wrong secrets is bounded', () => {
  it('F04 remembers the last 1,000 of 100,000', () => {
    const { wrong } = remembering();
    const all = Array.from({ length: 100_000 }, (_, index) => `wrong ${index}`);
    for (const each of all) wrong.add(each);
    expect(all.filter((each) => wrong.has(each))).toEqual(all.slice(-1_000));
  });

  it('F04 treats an entry that was added again as the youngest', () => {
    const { wrong } = remembering();
    wrong.add('again');
    for (let index = 0; index < 999; index += 1) wrong.add(`wrong ${index}`);
    wrong.add('again');
    wrong.add('one more');
    expect([wrong.has('again'), wrong.has('wrong 0'), wrong.has('wrong 1')]).toEqual([true, false, true]);
  });

  it('F04 remembers exactly what was added within a second, up to 1,000 entries', () => {
    const step = fc.record({ identity: fc.constantFrom('a', 'b', 'c', 'd'), ms: fc.nat(700) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { wrong, clock } = remembering();
        const addedAtMs = new Map<string, number>();
        for (const { identity, ms } of steps) {
          const isYoung = clock.monotonicMs() - (addedAtMs.get(identity) ?? -Infinity) < 1_000;
          expect(wrong.has(identity)).toBe(isYoung);
          wrong.add(identity);
          addedAtMs.set(identity, clock.monotonicMs());
          clock.advance(ms);
        }
      }),
    );
  });
});
