import type { Clock } from '../ports/clock.js';

/** The clock of this machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  schedule(ms, callback) {
    const timer: { readonly unref?: () => void } = setTimeout(callback, ms);
    timer.unref?.();
    return () => clearTimeout(timer as NodeJS.Timeout);
  },
};
