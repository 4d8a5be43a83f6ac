/**
 * Queues of waiting items, one per group, such as a key ID or a requester of new keys. The groups take turns: one item
 * of each, then the next one of each.
 */
export interface FairQueue<Waiting> {
  /** The number of waiting items in all groups. */
  size(): number;
  add(group: string, waiting: Waiting): void;
  delete(group: string, waiting: Waiting): void;
  /** Takes the oldest item of the group that has waited longest for a turn. */
  takeNext(): Waiting | undefined;
  /**
   * Removes the newest item of the longest queue and returns it. `undefined` if no queue is longer than that of `group`
   * would be with one more item: a group never displaces one that has no more items waiting.
   */
  evictFromLongestQueue(group: string): Waiting | undefined;
}

/**
 * Creates an empty queue. The cost of adding and taking does not grow with the number of items; that of evicting does.
 */
export function fairQueue<Waiting>(): FairQueue<Waiting> {
  /** In the order of their turns. No queue is empty. */
  const waitingFor = new Map<string, Set<Waiting>>();
  let size = 0;

  function remove(group: string, waiting: Waiting): void {
    const own = waitingFor.get(group);
    if (own?.delete(waiting) !== true) return;
    size -= 1;
    if (own.size === 0) waitingFor.delete(group);
  }

  function waitingOf(group: string): number {
    return waitingFor.get(group)?.size ?? 0;
  }

  function findLongestQueue(): string | undefined {
    let longest: string | undefined;
    for (const group of waitingFor.keys()) {
      if (longest === undefined || waitingOf(group) > waitingOf(longest)) longest = group;
    }
    return longest;
  }

  return {
    size: () => size,
    add(group, waiting) {
      const own = waitingFor.get(group) ?? new Set();
      waitingFor.set(group, own.add(waiting));
      size += 1;
    },
    delete: remove,
    takeNext() {
      for (const [group, own] of waitingFor) {
        for (const oldest of own) {
          remove(group, oldest);
          // This group had its turn, so the others go first now.
          // F04 turns
          if (waitingFor.delete(group)) waitingFor.set(group, own);
          return oldest;
        }
      }
      return undefined;
    },
    evictFromLongestQueue(group) {
      const longest = findLongestQueue();
      if (longest === undefined || waitingOf(longest) <= waitingOf(group) + 1) return undefined;
      const newest = [...(waitingFor.get(longest) ?? [])].at(-1);
      if (newest !== undefined) remove(longest, newest);
      return newest;
    },
  };
}
