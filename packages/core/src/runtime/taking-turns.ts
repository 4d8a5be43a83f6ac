import type { KeyId } from '../model/key-id.js';

/** Those who wait, each for a key. They are taken in turns: one of each key ID, then the next one of each. */
export interface TakingTurns<Waiting> {
  /** How many wait, of all key IDs. */
  size(): number;
  add(keyId: KeyId, waiting: Waiting): void;
  delete(keyId: KeyId, waiting: Waiting): void;
  /** Takes the one whose turn it is: the oldest of the key ID that has waited longest for a turn. */
  takeNext(): Waiting | undefined;
  /**
   * Takes the newest of the key ID that has the most. `undefined` where none has more than `keyId` would have with one
   * more: nobody gives way to somebody who is as greedy.
   */
  takeFromGreedierThan(keyId: KeyId): Waiting | undefined;
}

/** Makes room for those who wait. Adding and taking don't grow with their number; looking for the greediest does. */
export function takingTurns<Waiting>(): TakingTurns<Waiting> {
  /** In the order of their turns. No key ID stands here without anybody who waits. */
  const ofKey = new Map<KeyId, Set<Waiting>>();
  let size = 0;

  function remove(keyId: KeyId, waiting: Waiting): void {
    const own = ofKey.get(keyId);
    if (own?.delete(waiting) !== true) return;
    size -= 1;
    if (own.size === 0) ofKey.delete(keyId);
  }

  function waitingOf(keyId: KeyId): number {
    return ofKey.get(keyId)?.size ?? 0;
  }

  function findGreediest(): KeyId | undefined {
    let greediest: KeyId | undefined;
    for (const keyId of ofKey.keys()) {
      if (greediest === undefined || waitingOf(keyId) > waitingOf(greediest)) greediest = keyId;
    }
    return greediest;
  }

  return {
    size: () => size,
    add(keyId, waiting) {
      const own = ofKey.get(keyId) ?? new Set();
      ofKey.set(keyId, own.add(waiting));
      size += 1;
    },
    delete: remove,
    takeNext() {
      for (const [keyId, own] of ofKey) {
        for (const oldest of own) {
          remove(keyId, oldest);
          // The key ID had its turn: the others go first now.
          if (ofKey.delete(keyId)) ofKey.set(keyId, own);
          return oldest;
        }
      }
      return undefined;
    },
    takeFromGreedierThan(keyId) {
      const greediest = findGreediest();
      if (greediest === undefined || waitingOf(greediest) <= waitingOf(keyId) + 1) return undefined;
      const newest = [...(ofKey.get(greediest) ?? [])].at(-1);
      if (newest !== undefined) remove(greediest, newest);
      return newest;
    },
  };
}
