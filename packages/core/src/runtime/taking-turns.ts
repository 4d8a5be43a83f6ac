/**
 * Those who wait, each on somebody's behalf: a key ID, or whoever makes a key. They are taken in turns: one of each, then
 * the next one of each.
 */
export interface TakingTurns<Waiting> {
  /** How many wait in all. */
  size(): number;
  add(behalf: string, waiting: Waiting): void;
  delete(behalf: string, waiting: Waiting): void;
  /** Takes the one whose turn it is: the oldest of whoever has waited longest for a turn. */
  takeNext(): Waiting | undefined;
  /**
   * Takes the newest of whoever has the most. `undefined` if nobody has more than `behalf` would have with one more: nobody
   * gives way to somebody who is as greedy.
   */
  takeFromGreedierThan(behalf: string): Waiting | undefined;
}

/** Makes room for those who wait. Adding and taking don't grow with their number; looking for the greediest does. */
export function takingTurns<Waiting>(): TakingTurns<Waiting> {
  /** In the order of their turns. Nobody stands here for whom nothing waits. */
  const waitingFor = new Map<string, Set<Waiting>>();
  let size = 0;

  function remove(behalf: string, waiting: Waiting): void {
    const own = waitingFor.get(behalf);
    if (own?.delete(waiting) !== true) return;
    size -= 1;
    if (own.size === 0) waitingFor.delete(behalf);
  }

  function waitingOf(behalf: string): number {
    return waitingFor.get(behalf)?.size ?? 0;
  }

  function findGreediest(): string | undefined {
    let greediest: string | undefined;
    for (const behalf of waitingFor.keys()) {
      if (greediest === undefined || waitingOf(behalf) > waitingOf(greediest)) greediest = behalf;
    }
    return greediest;
  }

  return {
    size: () => size,
    add(behalf, waiting) {
      const own = waitingFor.get(behalf) ?? new Set();
      waitingFor.set(behalf, own.add(waiting));
      size += 1;
    },
    delete: remove,
    takeNext() {
      for (const [behalf, own] of waitingFor) {
        for (const oldest of own) {
          remove(behalf, oldest);
          // It had its turn: the others go first now.
          if (waitingFor.delete(behalf)) waitingFor.set(behalf, own);
          return oldest;
        }
      }
      return undefined;
    },
    takeFromGreedierThan(behalf) {
      const greediest = findGreediest();
      if (greediest === undefined || waitingOf(greediest) <= waitingOf(behalf) + 1) return undefined;
      const newest = [...(waitingFor.get(greediest) ?? [])].at(-1);
      if (newest !== undefined) remove(greediest, newest);
      return newest;
    },
  };
}
