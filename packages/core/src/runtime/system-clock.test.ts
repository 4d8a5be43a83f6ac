import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from './guards.js';

it('the system clock returns the time of this machine', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

it('the system clock counts milliseconds that never step back', () => {
  const first = systemClock.monotonicMs();
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(first);
});

it('the system clock calls back once, and not at all if it is cancelled', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const [called, cancelled] = [vi.fn(), vi.fn()];
  systemClock.schedule(50, called);
  systemClock.schedule(50, cancelled)();
  vi.advanceTimersByTime(200);
  vi.useRealTimers();
  expect(called).toHaveBeenCalledOnce();
  expect(cancelled).not.toHaveBeenCalled();
});

it('the system clock does not keep the process alive', () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();
  const cancel = systemClock.schedule(60_000, () => undefined);
  expect(timers()).toBe(before);
  cancel();
});

it('the system clock works if timers are numbers, as in workerd', () => {
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(globalThis, 'setTimeout').mockReturnValue(7 as unknown as NodeJS.Timeout);
  const clearTimer = vi.spyOn(globalThis, 'clearTimeout').mockReturnValue();
  systemClock.schedule(50, () => undefined)();
  expect(clearTimer).toHaveBeenCalledWith(7);
});
