import { isFault, type PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import { isPromiseLike, type MaybePromise } from '../ports/maybe-promise.js';

/**
 * Waits for a promise until a deadline, then rejects with the error that `onLate` returns. The work itself can't be
 * stopped, but its outcome is ignored. A value that is not a promise is returned as it is.
 */
export function withinDeadline<Value>(
  clock: Pick<Clock, 'schedule'>,
  work: MaybePromise<Value>,
  { ms, onLate }: { readonly ms: number; readonly onLate: () => Error },
): MaybePromise<Value> {
  if (!isPromiseLike(work)) return work;
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(ms, () => reject(onLate()));
    // A foreign thenable may fulfil with another promise, which takes time, too.
    Promise.resolve(work).then(
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

/** What to make of the answer of a port, and of anything that it throws. */
interface PortAnswer<Answer, Value> {
  readonly read: (answer: Answer) => Value;
  readonly toFault: (error: unknown) => PosternError;
}

/**
 * Returns the fault for whatever a port threw. An error of ours that is not a fault, for example from a directory that
 * uses API keys of its own, must not pass for an answer.
 */
export function asFault(error: unknown, toFault: (error: unknown) => PosternError): PosternError {
  // F10
  return isFault(error) ? error : toFault(error);
}

/**
 * Calls a port. Whatever it throws, synchronously or by promise, becomes a fault. Synchronous answers stay synchronous:
 * promises are expensive.
 */
export function callPort<Answer, Value>(
  call: () => MaybePromise<Answer>,
  { read, toFault }: PortAnswer<Answer, Value>,
): MaybePromise<Value> {
  const fail = (error: unknown): never => {
    throw asFault(error, toFault);
  };
  try {
    const answer = call();
    return isPromiseLike(answer) ? answer.then(read).then(undefined, fail) : read(answer);
  } catch (error) {
    return fail(error);
  }
}
