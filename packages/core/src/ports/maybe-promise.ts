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

/**
 * Work written as a generator that reads like an async function: `yield* awaited(answer)` is like `await`, but uses a
 * value that is not a promise synchronously, without a microtask.
 */
export type Steps<Result> = Generator<PromiseLike<unknown>, Result, unknown>;

/** Waits for an answer only if it is a promise. Throws what it rejects with. */
export function* awaited<Value>(answer: MaybePromise<Value>): Steps<Value> {
  return isPromiseLike(answer) ? ((yield answer) as Value) : answer;
}

/** Runs steps to their end: synchronously, as long as no answer is a promise. */
export function runSteps<Result>(steps: Steps<Result>): MaybePromise<Result> {
  function proceed({ done, value }: IteratorResult<PromiseLike<unknown>, Result>): MaybePromise<Result> {
    if (done === true) return value;
    return value.then(
      (answer) => proceed(steps.next(answer)),
      (error: unknown) => proceed(steps.throw(error)),
    );
  }
  return proceed(steps.next());
}
