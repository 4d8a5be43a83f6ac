import { isFault, type PosternError } from '../errors.js';
import type { MaybePromise } from '../ports/maybe-promise.js';

/**
 * Calls a port. Whatever it throws, at once or by promise, takes one path: it becomes a fault, unless it is one. An error of
 * ours that is no fault, from a directory built on keys of its own, say, must not pass for an answer.
 */
export async function callPort<Value>(
  call: () => MaybePromise<Value>,
  toFault: (error: unknown) => PosternError,
): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw isFault(error) ? error : toFault(error);
  }
}
