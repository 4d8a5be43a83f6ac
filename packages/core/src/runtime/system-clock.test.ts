import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from './guards.js';

it('tells the time of this machine', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

it('counts milliseconds that never step back', () => {
  const first = systemClock.monotonicMs();
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(first);
});

it('calls back once, and not when it is told to cancel', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const [called, cancelled] = [vi.fn(), vi.fn()];
  systemClock.schedule(50, called);
  systemClock.schedule(50, cancelled)();
  vi.advanceTimersByTime(200);
  vi.useRealTimers();
  expect(called).toHaveBeenCalledOnce();
  expect(cancelled).not.toHaveBeenCalled();
});

it('keeps no process alive', () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();
  const cancel = systemClock.schedule(60_000, () => undefined);
  expect(timers()).toBe(before);
  cancel();
});

it('works if timers are numbers, as in workerd', () => {
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(globalThis, 'setTimeout').mockReturnValue(7 as unknown as NodeJS.Timeout);
  const clearTimer = vi.spyOn(globalThis, 'clearTimeout').mockReturnValue();
  systemClock.schedule(50, () => undefined)();
  expect(clearTimer).toHaveBeenCalledWith(7);
});
