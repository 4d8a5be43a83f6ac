import type { Clock } from '../ports/clock.js';
import type { OwnerAnswer } from '../ports/owner-directory.js';
import { boundedMap } from './bounded-map.js';

interface OwnerMemoryParts {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** How long an answer is valid, in milliseconds. */
  readonly ttlMs: number;
  /** How many answers are kept. */
  readonly maxOwners: number;
}

/** The answers of a directory, and when it was asked, on the monotonic clock. */
export interface OwnerMemory {
  /** `undefined`: there is no answer that is still valid at this instant. */
  recall(identity: string, nowMs: number): Remembered | undefined;
  /** Stores an answer, unless it is no longer valid or the answer to a later question is already stored. */
  remember(identity: string, remembered: Remembered): void;
}

/** One answer. "There is no such owner" is an answer too. */
interface Remembered {
  readonly answer: OwnerAnswer;
  readonly askedMs: number;
}

/** Creates a memory of answers. When it is full, the oldest one is evicted. */
export function ownerMemory({ clock, ttlMs, maxOwners }: OwnerMemoryParts): OwnerMemory {
  const memory = boundedMap<string, Remembered>(maxOwners);
  return {
    recall(identity, nowMs) {
      const remembered = memory.get(identity);
      return remembered !== undefined && nowMs - remembered.askedMs < ttlMs ? remembered : undefined;
    },
    remember(identity, remembered) {
      const { askedMs } = remembered;
      const isLate = clock.monotonicMs() - askedMs >= ttlMs;
      const isSuperseded = (memory.get(identity)?.askedMs ?? askedMs) > askedMs;
      if (isLate || isSuperseded) return;
      memory.set(identity, remembered);
    },
  };
}
