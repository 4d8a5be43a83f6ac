import type { Clock } from '../ports/clock.js';

/**
 * Waits for a promise until a deadline, then rejects with what `onLate` makes. The work itself can't be stopped; how it
 * ends is no longer anybody's concern.
 */
export function withinDeadline<Value>(
  clock: Pick<Clock, 'schedule'>,
  work: PromiseLike<Value>,
  { ms, onLate }: { readonly ms: number; readonly onLate: () => Error },
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(ms, () => reject(onLate()));
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}
