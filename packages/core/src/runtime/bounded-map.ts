/** A map of the entries that were set last. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  /** Sets an entry as the newest. If there are too many, the oldest is evicted. */
  set(key: Key, value: Value): void;
}

/** Creates an empty map for at most `maxEntries` entries. */
export function boundedMap<Key, Value>(maxEntries: number): BoundedMap<Key, Value> {
  /** From the oldest to the newest. */
  const entries = new Map<Key, Value>();

  return {
    get: (key) => entries.get(key),
    set(key, value) {
      // Deleted first, because a Map keeps the position of a key that is set again.
      entries.delete(key);
      entries.set(key, value);
      // F04 bound
      if (entries.size <= maxEntries) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
  };
}
