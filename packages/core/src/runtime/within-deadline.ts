import type { Clock } from '../ports/clock.js';
import { isPromiseLike, type MaybePromise } from '../ports/maybe-promise.js';

/**
 * Waits for a promise until a deadline, then rejects with what `onLate` makes. The work itself can't be stopped; how it
 * ends is no longer anybody's concern. What is there already is given as it is.
 */
export function withinDeadline<Value>(
  clock: Pick<Clock, 'schedule'>,
  work: MaybePromise<Value>,
  { ms, onLate }: { readonly ms: number; readonly onLate: () => Error },
): MaybePromise<Value> {
  if (!isPromiseLike(work)) return work;
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
