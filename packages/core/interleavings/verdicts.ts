import type { Ended, EndedCall } from './every-order.js';
import type { Steps } from './steps.js';

/** Returns the result of a call. Throws if the call threw, because a race is not a fault. */
export function resultOf({ result }: EndedCall): unknown {
  if (result.status === 'fulfilled') return result.value;
  throw new Error('a call failed', { cause: result.reason });
}

/** Returns `accepted`, or the reason of the refusal. */
export function verdictOf(verified: EndedCall): string {
  const { ok, reason } = resultOf(verified) as { ok: boolean; reason?: string };
  return ok ? 'accepted' : String(reason);
}

/**
 * S01, S02: a verification that started after the change, or whose hash arrived after it, is refused because of it; one
 * that ended before it is accepted; and there is no third answer.
 */
export function requireVerdict(
  ended: Ended,
  name: string,
  { changedAt, reason, steps }: { changedAt: number; reason: string; steps: Steps },
): string {
  const verified = ended(name);
  const verdict = verdictOf(verified);
  const hashedAt = steps.taken.indexOf('verify answers') + 1;
  const mustSee = verified.startedAt > changedAt || hashedAt > changedAt;
  if (mustSee && verdict !== reason) throw new Error(`${name} must be ${reason}, but is ${verdict}`);
  if (verified.endedAt < changedAt && verdict !== 'accepted')
    throw new Error(`${name} ended before the change, but is ${verdict}`);
  if (verdict !== 'accepted' && verdict !== reason) throw new Error(`${name} is ${verdict}`);
  return verdict;
}

/** After how many steps a call of a port took effect; `Infinity` if it did not. */
export function effectOf(steps: Steps, label: string): number {
  return steps.effects.find((effect) => effect.label === label)?.at ?? Infinity;
}
