import { PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyPolicy, KeyPolicyDecision, KeyPolicyRequest } from '../ports/key-policy.js';
import { isPromiseLike } from '../ports/maybe-promise.js';
import { callPort, withinDeadline } from './within-deadline.js';

/** Asks the host's policy, within the deadline. Anything but a clear answer is a fault. */
export function guardedPolicy(
  policy: KeyPolicy,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): (request: KeyPolicyRequest) => Promise<KeyPolicyDecision> {
  const deadline = { ms: deadlineMs, onLate: () => unavailable(`did not decide within ${deadlineMs} ms`) };
  // `async`, so that a synchronous throw takes the same path as a rejection.
  const decide = async (request: KeyPolicyRequest) => policy.decide(request);
  return async (request) =>
    callPort(() => withinDeadline(clock, decide(request), deadline), {
      read: readDecision,
      // The policy never sees a token, so its own error may go to the host as it is.
      toFault: (error) => unavailable('failed', error),
    });
}

function readDecision(decision: KeyPolicyDecision): KeyPolicyDecision {
  if (decision?.ok === true) return decision;
  if (decision?.ok === false && typeof decision.message === 'string') return decision;
  throw unavailable('must return { ok: true } or { ok: false, message }');
}

function unavailable(what: string, cause?: unknown): PosternError {
  return new PosternError('ERR_POLICY_UNAVAILABLE', `the key policy ${what}`, { cause });
}

/** Passes events on. A listener that throws or rejects is counted and otherwise ignored. */
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

/** The clock of this machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  schedule(ms, callback) {
    const timer: { readonly unref?: () => void } = setTimeout(callback, ms);
    timer.unref?.();
    return () => clearTimeout(timer as NodeJS.Timeout);
  },
};

/**
 * Passes calls on, and turns anything that the clock throws into a fault. Without this, the part that was being called
 * at the time would be blamed. A clock never sees a token, so the host may get its error as it is.
 */
export function guardedClock(clock: Clock): Clock {
  return {
    now: () => guarded(() => clock.now()),
    monotonicMs: () => guarded(() => clock.monotonicMs()),
    schedule(ms, callback) {
      const cancel = guarded(() => clock.schedule(ms, callback));
      return () => {
        try {
          cancel();
        } catch {
          // The timer may still fire; nothing is waiting for it.
        }
      };
    },
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
