import { expect, it } from 'vitest';
import { settableClock } from './settable-clock.js';

it('a settable clock does not move by itself', () => {
  const clock = settableClock();
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
  expect(clock.now()).toEqual(clock.now());
  expect(clock.monotonicMs()).toBe(0);
});

it('a settable clock that is moved forward makes scheduled calls in order, each at its own time', () => {
  const clock = settableClock();
  const calls: [string, number][] = [];
  const note = (name: string) => () => void calls.push([name, clock.monotonicMs()]);
  clock.schedule(20, note('later'));
  clock.schedule(10, note('sooner'));
  clock.schedule(31, note('not yet'));
  clock.advance(30);
  expect(calls).toEqual([
    ['sooner', 10],
    ['later', 20],
  ]);
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00.030Z'));
});

it('a settable clock makes calls that were scheduled by other calls', () => {
  const clock = settableClock();
  let calls = 0;
  const again = () => {
    calls += 1;
    clock.schedule(10, again);
  };
  clock.schedule(10, again);
  clock.advance(35);
  expect(calls).toBe(3);
});

it('a settable clock makes no cancelled call, and none twice', () => {
  const clock = settableClock();
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  clock.schedule(10, count)();
  clock.schedule(10, count);
  clock.advance(10);
  clock.advance(10);
  expect(calls).toBe(1);
});

it('setting a settable clock only changes its wall clock, not its scheduled calls', () => {
  const clock = settableClock();
  let called = false;
  clock.schedule(10, () => {
    called = true;
  });
  clock.set(new Date('2030-01-01T00:00:00Z'));
  expect(clock.now()).toEqual(new Date('2030-01-01T00:00:00Z'));
  expect(clock.monotonicMs()).toBe(0);
  expect(called).toBe(false);
});
