import type { Events } from '../ports/events.js';
import { isPromiseLike } from '../ports/maybe-promise.js';

/** Passes events on. A listener that throws, at once or by promise, is counted and otherwise ignored. */
export function guardedEvents(events: Events | undefined): Events & { readonly failures: () => number } {
  let failures = 0;
  const countFailure = () => {
    failures += 1;
  };
  return {
    emit(event) {
      try {
        const returned: unknown = events?.emit(event);
        if (isPromiseLike(returned)) returned.then(undefined, countFailure);
      } catch {
        countFailure();
      }
    },
    failures: () => failures,
  };
}
