/** The instant until which something must be done. */
export interface Deadline {
  /** How much time there is left, in milliseconds; 0 or less when it is over. */
  readonly leftMs: () => number;
}

/** Makes the deadline that is so many milliseconds from now. */
export function deadlineIn(ms: number): Deadline {
  const endMs = performance.now() + ms;
  return { leftMs: () => endMs - performance.now() };
}

/**
 * Waits for some work, and rejects with `onLate()` at the deadline. What the work comes to after that is told to
 * `afterwards`, where it succeeds, and else to nobody.
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
