import { isFault, type PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import { isPromiseLike, type MaybePromise, whenFailed } from '../ports/maybe-promise.js';

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

/**
 * Calls a port. Whatever it throws, at once or by promise, takes one path: it becomes a fault, unless it is one. An error of
 * ours that is no fault, from a directory built on keys of its own, say, must not pass for an answer. What it answers
 * directly is given directly, since a promise costs.
 */
export function callPort<Value>(
  call: () => MaybePromise<Value>,
  toFault: (error: unknown) => PosternError,
): MaybePromise<Value> {
  return whenFailed(call, (error) => {
    // F10
    throw isFault(error) ? error : toFault(error);
  });
}
