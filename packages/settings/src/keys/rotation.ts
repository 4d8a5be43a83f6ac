import { type ApiKey, keyState, keyStates } from '@postern/core';

/** How a rotation stands, by what is known of the two keys. */
export type RotationProgress =
  /** The old key has stopped working. `withRotation`: at the moment of the rotation. */
  | { readonly old: 'ended'; readonly at: Date; readonly withRotation: boolean }
  | { readonly old: 'deleted'; readonly at: Date }
  | { readonly old: 'disabled' }
  /** It was used after it was replaced. */
  | { readonly old: 'used'; readonly at: Date; readonly endsAt: Date | null }
  /**
   * No use after it was replaced is known. `isSafe`: the new key is in use, so nothing seems to need the old one.
   * `isRecent`: it was replaced so recently that a use in another process may not be known yet.
   */
  | {
      readonly old: 'unused';
      readonly isSafe: boolean;
      readonly isRecent: boolean;
      readonly endsAt: Date | null;
    };

/** Another process writes a use by default within 70 seconds; see `ApiKey.lastUsedAt`. */
const unknownForMs = 2 * 60_000;

/** Returns how a rotation stands. `successor`: `undefined` if it is gone, or the person may not see it. */
export function rotationProgress(old: ApiKey, successor: ApiKey | undefined, now: Date): RotationProgress {
  const { rotatedAt, revokedAt, lastUsedAt, expiresAt } = old;
  const rotatedMs = rotatedAt?.getTime() ?? 0;
  switch (keyState(old, now)) {
    case 'revoked': {
      const at = revokedAt ?? now;
      const withRotation = at.getTime() === rotatedMs;
      return withRotation ? { old: 'ended', at, withRotation } : { old: 'deleted', at };
    }
    case 'expired':
      return { old: 'ended', at: expiresAt ?? now, withRotation: false };
    case 'disabled':
      return { old: 'disabled' };
    default:
  }
  if (lastUsedAt !== null && lastUsedAt.getTime() > rotatedMs)
    return { old: 'used', at: lastUsedAt, endsAt: expiresAt };
  return {
    old: 'unused',
    isSafe: successor !== undefined && isInUse(successor, now),
    isRecent: now.getTime() - rotatedMs < unknownForMs,
    endsAt: expiresAt,
  };
}

function isInUse(key: ApiKey, now: Date): boolean {
  return key.lastUsedAt !== null && keyStates[keyState(key, now)].accepted;
}
