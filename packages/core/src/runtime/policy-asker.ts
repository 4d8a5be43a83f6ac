import { PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { KeyPolicy, KeyPolicyDecision, KeyPolicyRequest } from '../ports/key-policy.js';
import { callPort } from './call-port.js';
import { withinDeadline } from './within-deadline.js';

/** Asks the host's policy, in bounded time. Anything but a clear answer is a fault. */
export function policyAsker(
  policy: KeyPolicy,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): (request: KeyPolicyRequest) => Promise<KeyPolicyDecision> {
  const onLate = () => unavailable(`did not decide within ${deadlineMs} ms`);
  return async (request) =>
    callPort(
      async () => {
        // `async`, so that a synchronous throw takes the same path.
        const asked = (async () => policy.decide(request))();
        return readDecision(await withinDeadline(clock, asked, { ms: deadlineMs, onLate }));
      },
      // The policy never sees a token, so its own error may go to the host as it is.
      (error) => unavailable('failed', error),
    );
}

function readDecision(decision: KeyPolicyDecision): KeyPolicyDecision {
  if (decision?.ok === true) return decision;
  if (decision?.ok === false && typeof decision.message === 'string') return decision;
  throw unavailable('must decide { ok: true } or { ok: false, message }');
}

function unavailable(what: string, cause?: unknown): PosternError {
  return new PosternError('ERR_POLICY_UNAVAILABLE', `the key policy ${what}`, { cause });
}
