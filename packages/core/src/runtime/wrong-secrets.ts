import type { Clock } from '../ports/clock.js';

/** Remembers for a moment which tokens did not match which stored hash: what is sent again costs no hash. */
export interface WrongSecrets {
  /** Says whether the hasher said no to this within the last second. */
  has(identity: string): boolean;
  add(identity: string): void;
}

/** How long in milliseconds: a script that tries again in a loop costs one hash a second. */
const rememberedMs = 1_000;

const mostEntries = 1_000;

/**
 * Makes a memory of 1,000 entries for a second each; the oldest goes first. An identity is a digest under a key of this
 * process, of a token and the exact hash that it was compared with, so neither is kept.
 */
export function wrongSecrets(clock: Clock): WrongSecrets {
  /** By age, since each is kept for as long: when it is forgotten, on the monotonic clock. */
  const forgottenAtMs = new Map<string, number>();

  return {
    has: (identity) => (forgottenAtMs.get(identity) ?? -Infinity) > clock.monotonicMs(),
    add(identity) {
      // Deleted first, since a Map keeps the place of what is set anew.
      forgottenAtMs.delete(identity);
      forgottenAtMs.set(identity, clock.monotonicMs() + rememberedMs);
      // F04 bound
      if (forgottenAtMs.size <= mostEntries) return;
      for (const oldest of forgottenAtMs.keys()) {
        forgottenAtMs.delete(oldest);
        return;
      }
    },
  };
}
