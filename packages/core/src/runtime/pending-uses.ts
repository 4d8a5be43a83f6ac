import type { KeyId } from '../model/key-id.js';
import type { KeyUse } from '../ports/key-changes.js';

interface PendingUsesParts {
  /** For how many keys something is kept: a use that waits, or until when the key rests. */
  readonly mostKeys: number;
  /** For how long a key whose use was taken rests, in milliseconds. 0: not at all. */
  readonly restMs: number;
}

/** The latest use of each key, for a bounded number of keys, and when it is due. */
export interface PendingUses {
  /** `false`: there is no room for another key, and nothing was added. */
  add(keyId: KeyId, at: Date): boolean;
  /** Gives the uses that are due at an instant of the monotonic clock; at infinity these are all. */
  take(nowMs: number): readonly KeyUse[];
  /** Adds uses again that were taken in vain, due at once. Gives how many found no room. */
  putBack(uses: readonly KeyUse[]): number;
  /** The latest use of a key that is waiting or was taken recently. */
  latest(keyId: KeyId): Date | undefined;
  isEmpty(): boolean;
}

/** A use that waits. It is changed in place, so that a further use of its key costs a look-up and no memory. */
interface Waiting {
  atMs: number;
  readonly dueMs: number;
}

const dueAtOnce = Number.NEGATIVE_INFINITY;

/**
 * Makes a place for uses. A key whose use was taken rests: what comes meanwhile is due when its rest is over. Where more
 * keys are used within a rest than there is room for, all rests end: better to write a key too often than to lose the use
 * of another.
 */
export function pendingUses({ mostKeys, restMs }: PendingUsesParts): PendingUses {
  const waiting = new Map<KeyId, Waiting>();
  /** Keys whose use was taken, and that have no other use waiting, in the order in which their rests end. */
  const resting = new Map<KeyId, { readonly atMs: number; readonly untilMs: number }>();
  let isAllDue = false;

  function addKey(keyId: KeyId, use: Waiting): boolean {
    resting.delete(keyId);
    if (waiting.size + resting.size >= mostKeys) {
      resting.clear();
      isAllDue = true;
    }
    if (waiting.size >= mostKeys) return false;
    waiting.set(keyId, use);
    return true;
  }

  function endRests(nowMs: number): void {
    for (const [keyId, { untilMs }] of resting) {
      if (untilMs > nowMs) return;
      resting.delete(keyId);
    }
  }

  return {
    add(keyId, at) {
      const atMs = at.getTime();
      const latest = waiting.get(keyId);
      if (latest === undefined)
        return addKey(keyId, { atMs, dueMs: resting.get(keyId)?.untilMs ?? dueAtOnce });
      if (latest.atMs < atMs) latest.atMs = atMs;
      return true;
    },
    take(nowMs) {
      endRests(nowMs);
      const taken: KeyUse[] = [];
      for (const [keyId, { atMs, dueMs }] of waiting) {
        if (dueMs > nowMs && !isAllDue) continue;
        taken.push({ keyId, at: new Date(atMs) });
        waiting.delete(keyId);
        // Even if keys don't rest: until the next call, the use may not have been written.
        resting.set(keyId, { atMs, untilMs: nowMs + restMs });
      }
      isAllDue = false;
      return taken;
    },
    putBack(uses) {
      const lost = uses.filter(({ keyId, at }) => {
        const atMs = at.getTime();
        const latestMs = waiting.get(keyId)?.atMs ?? atMs;
        waiting.delete(keyId);
        return !addKey(keyId, { atMs: Math.max(atMs, latestMs), dueMs: dueAtOnce });
      });
      return lost.length;
    },
    latest(keyId) {
      const atMs = waiting.get(keyId)?.atMs ?? resting.get(keyId)?.atMs;
      return atMs === undefined ? undefined : new Date(atMs);
    },
    isEmpty: () => waiting.size === 0,
  };
}
