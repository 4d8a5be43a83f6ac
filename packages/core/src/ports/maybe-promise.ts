/** A value, or a promise of it. */
export type MaybePromise<Value> = Value | PromiseLike<Value>;

/** Says whether a port answered by a promise. A port written in plain JavaScript may answer anything. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}

/** What is made of a value: at once where it is there, since a promise costs, else when it is. */
export function whenKnown<Value, Made>(
  value: MaybePromise<Value>,
  make: (value: Value) => MaybePromise<Made>,
): MaybePromise<Made> {
  return isPromiseLike(value) ? value.then(make) : make(value);
}

/** What is asked for, and where that fails, at once or by promise, what is made of the error. */
export function whenFailed<Value>(
  ask: () => MaybePromise<Value>,
  recover: (error: unknown) => MaybePromise<Value>,
): MaybePromise<Value> {
  try {
    const answer = ask();
    return isPromiseLike(answer) ? answer.then(undefined, recover) : answer;
  } catch (error) {
    return recover(error);
  }
}
