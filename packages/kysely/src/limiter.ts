import { type Deadline, within } from './deadline.js';

/** A way on which so many may be at once. Whoever comes when it is full waits, in the order of coming. */
export interface Lane {
  /** Waits for a place on it, and gives what frees that place again. Rejects with `onLate()` at the deadline. */
  readonly enter: (deadline: Deadline, onLate: () => Error) => Promise<() => void>;
}

/** Makes a lane that is as wide as so many. */
export function laneOf(width: number): Lane {
  let free = width;
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
    // Whoever has given up is still called when it is their turn, and lets the next one pass.
    enter: (deadline, onLate) =>
      within(Math.max(deadline.leftMs(), 0), enterNow(), { onLate, afterwards: (leaveLate) => leaveLate() }),
  };
}
