import type { Ended, EndedCall } from './every-order.js';
import type { Steps } from './steps.js';

/** What a call gave. Throws where it threw: a race is no fault. */
export function resultOf({ result }: EndedCall): unknown {
  if (result.status === 'fulfilled') return result.value;
  throw new Error('a call failed', { cause: result.reason });
}

/** `accepted`, or why not. */
export function verdictOf(verified: EndedCall): string {
  const { ok, reason } = resultOf(verified) as { ok: boolean; reason?: string };
  return ok ? 'accepted' : String(reason);
}

/**
 * S01, S02: a verification that began after the change, or whose hash was seen after it, is refused for it; one that
 * ended before it is accepted; and there is no third answer.
 */
export function requireVerdict(
  ended: Ended,
  name: string,
  { changedAt, reason, steps }: { changedAt: number; reason: string; steps: Steps },
): string {
  const verified = ended(name);
  const verdict = verdictOf(verified);
  const hashSeenAt = steps.taken.indexOf('verify answers') + 1;
  const mustSee = verified.startedAt > changedAt || hashSeenAt > changedAt;
  if (mustSee && verdict !== reason) throw new Error(`${name} must be ${reason}, and is ${verdict}`);
  if (verified.endedAt < changedAt && verdict !== 'accepted')
    throw new Error(`${name} ended before the change, and is ${verdict}`);
  if (verdict !== 'accepted' && verdict !== reason) throw new Error(`${name} is ${verdict}`);
  return verdict;
}

/** After how many steps a port took effect; `Infinity` where it did not. */
export function effectOf(steps: Steps, label: string): number {
  return steps.effects.find((effect) => effect.label === label)?.at ?? Infinity;
}
