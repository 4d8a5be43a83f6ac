import { isFault, type PosternError } from '../errors.js';
import { type MaybePromise, whenFailed } from '../ports/maybe-promise.js';

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
