/** A value, or a promise of it. */
export type MaybePromise<Value> = Value | PromiseLike<Value>;

/** Checks whether a port answered with a promise. A port written in plain JavaScript may answer with anything. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}

/** Continues with an answer: immediately, unless it is a promise. */
export function whenKnown<Answer, Value>(
  answer: MaybePromise<Answer>,
  proceed: (answer: Answer) => MaybePromise<Value>,
): MaybePromise<Value> {
  return isPromiseLike(answer) ? answer.then(proceed) : proceed(answer);
}
