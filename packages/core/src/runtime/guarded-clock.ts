import { PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';

/**
 * Passes calls on. A clock that throws is a fault of its own: most of its calls are made next to those of another part, which
 * must not be blamed for it. A clock sees no token, so its own error may go to the host as it is.
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
    throw new PosternError('ERR_UNEXPECTED', 'the clock threw, which it must not', { cause: error });
  }
}
