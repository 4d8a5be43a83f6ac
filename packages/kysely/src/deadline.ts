/** The instant by which something must be done. */
export interface Deadline {
  /** The time left, in milliseconds; 0 or less once the deadline has passed. */
  readonly leftMs: () => number;
}

/** Returns the deadline that is `ms` milliseconds from now. */
export function deadlineIn(ms: number): Deadline {
  const endMs = performance.now() + ms;
  return { leftMs: () => endMs - performance.now() };
}

/**
 * Waits for some work for at most `ms` milliseconds, then rejects with `onLate()`. If the work succeeds after that, its
 * value goes to `afterwards`; if it fails, its error is dropped.
 */
export function within<Value>(
  ms: number,
  work: Promise<Value>,
  { onLate, afterwards }: { readonly onLate: () => Error; readonly afterwards?: (value: Value) => void },
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(onLate());
    }, ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        if (isLate) afterwards?.(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
