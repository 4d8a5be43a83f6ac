import { type Deadline, within } from './deadline.js';

/** Admits a fixed number at a time; the rest wait in order. */
export interface Limiter {
  /** Waits to be admitted, and returns what makes room for the next one. Rejects with `onLate()` at the deadline. */
  readonly enter: (deadline: Deadline, onLate: () => Error) => Promise<() => void>;
}

/** Creates a limiter that admits up to `max` at a time. */
export function createLimiter(max: number): Limiter {
  let free = max;
  const waiting: (() => void)[] = [];

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  async function enterNow(): Promise<() => void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return leave;
  }

  return {
    // One that has given up is still called when its turn comes, and lets the next one in.
    enter: (deadline, onLate) =>
      within(Math.max(deadline.leftMs(), 0), enterNow(), { onLate, afterwards: (leaveLate) => leaveLate() }),
  };
}
