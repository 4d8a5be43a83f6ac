import { PosternError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { KeyPolicy, KeyPolicyDecision, KeyPolicyRequest } from '../ports/key-policy.js';
import { withinDeadline } from './within-deadline.js';

/** Asks the host's policy, in bounded time. Anything but a clear answer is a fault. */
export function policyAsker(
  policy: KeyPolicy,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): (request: KeyPolicyRequest) => Promise<KeyPolicyDecision> {
  const onLate = () => new Error(`no decision within ${deadlineMs} ms`);
  return async (request) => {
    // `async`, so that a synchronous throw takes the same path.
    const asked = (async () => policy.decide(request))();
    try {
      return readDecision(await withinDeadline(clock, asked, { ms: deadlineMs, onLate }));
    } catch (error) {
      throw new PosternError('ERR_POLICY_UNAVAILABLE', 'the key policy did not decide', { cause: error });
    }
  };
}

function readDecision(decision: KeyPolicyDecision): KeyPolicyDecision {
  if (decision?.ok === true) return decision;
  if (decision?.ok === false && typeof decision.message === 'string') return decision;
  throw new Error('a decision must be { ok: true } or { ok: false, message }');
}
