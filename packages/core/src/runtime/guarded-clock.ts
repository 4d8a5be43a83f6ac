import { PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';

/**
 * Passes calls on, and turns whatever the clock throws into a fault. Without this, the part that was being called at the time
 * would be blamed. A clock never sees a token, so the host may get its error as it is.
 */
export function guardedClock(clock: Clock): Clock {
  return {
    now: () => guarded(() => clock.now()),
    monotonicMs: () => guarded(() => clock.monotonicMs()),
    schedule: (ms, callback) => guarded(() => clock.schedule(ms, callback)),
  };
}

function guarded<Value>(call: () => Value): Value {
  try {
    return call();
  } catch (error) {
    throw new PosternError('ERR_UNEXPECTED', 'the clock threw an error; its methods must never throw', {
      cause: error,
    });
  }
}
