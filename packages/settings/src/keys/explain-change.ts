import type { ActorReference, ApiKey, AuditEntry } from '@postern/core';
import { dayText } from '../components/time.js';
import type { Texts } from '../texts/texts.js';

/** One change to a key, from its record or its history. */
export interface Change {
  readonly action: AuditEntry['action'];
  /** `null`: that isn't known. */
  readonly actor: ActorReference | null;
  readonly reason: string | null;
  readonly at: Date;
}

/** What people read about a change, besides who made it and when. */
export interface Explanation {
  /** What happened, if Postern did it by itself, or with another change. `null`: the actor did it. */
  readonly automatic: string | null;
  /** Why, unless `automatic` says it. `null`: no reason was given. */
  readonly reason: string | null;
}

/** What the pages store if a person gives no reason for disabling a key, because core requires one. */
export const noReason = 'no reason given';

/**
 * Explains a change to a key. Reasons that core writes are for programs: they are said in the reader's language. All
 * others are someone's own words, and are quoted.
 */
export function explainChange(
  texts: Texts,
  { action, actor, reason, at }: Change,
  key: Pick<ApiKey, 'rotatedAt'>,
): Explanation {
  const automatic =
    leakSentence(texts, { action, actor, reason }) ??
    // A rotation without a grace period revokes the old key at the same instant.
    (action === 'revoked' && reason === null && at.getTime() === key.rotatedAt?.getTime()
      ? texts.stoppedByRotation
      : undefined) ??
    (action === 'revoked' && reason !== null ? revokedWithAnother(texts).get(reason) : undefined);
  if (automatic !== undefined) return { automatic, reason: null };
  return { automatic: null, reason: reasonText(texts, reason) };
}

/** Only Postern reports leaks, so the same words of anyone else are quoted like any other reason. */
function leakSentence(
  texts: Texts,
  { action, actor, reason }: Pick<Change, 'action' | 'actor' | 'reason'>,
): string | undefined {
  if (/* M09 leak */ !isLeakReport(actor)) return undefined;
  const source = /^leak reported by (.+)$/s.exec(reason ?? '')?.[1] ?? null;
  if (action === 'leak_reported') return texts.leakReported(source);
  if (action === 'revoked') return texts.leakDeleted(source);
  return action === 'disabled' ? texts.leakDisabled(source) : undefined;
}

/** Whether Postern itself made a change, because a token was reported as leaked. */
export function isLeakReport(actor: ActorReference | null): boolean {
  return actor?.kind === 'system' && actor.id === 'leak-report';
}

/** Core's reasons for revoking a key because something else was done. */
function revokedWithAnother(texts: Texts): ReadonlyMap<string, string> {
  return new Map([
    ['replaced by a retry of the same request', texts.replacedByRetry],
    ['the key that replaced it was rotated as well', texts.successorRotated],
  ]);
}

function reasonText(texts: Texts, reason: string | null): string | null {
  if (reason === null || reason === noReason) return null;
  // The default reason of `disableUnused`.
  const [, day] = /^unused since (\d{4}-\d\d-\d\d)$/.exec(reason) ?? [];
  const unusedSince = new Date(`${day}T00:00:00Z`);
  if (!Number.isNaN(unusedSince.getTime())) return texts.unusedSince(dayText(texts, unusedSince));
  return texts.quoted(reason);
}
