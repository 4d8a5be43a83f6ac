import type { Clock } from '../ports/clock.js';
import type { OwnerAnswer } from '../ports/owner-directory.js';

interface OwnerMemoryParts {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** For how long an answer holds, in milliseconds. */
  readonly ttlMs: number;
  /** How many answers are kept. */
  readonly mostOwners: number;
}

/** What a directory said, and when it was asked, by the monotonic clock. */
export interface OwnerMemory {
  /** `undefined`: nothing is known that still held at this instant. */
  recall(identity: string, nowMs: number): Remembered | undefined;
  /** Keeps an answer, unless its time is over already or a later question was answered before. */
  remember(identity: string, remembered: Remembered): void;
}

/** One answer. That there is no such owner is one too. */
interface Remembered {
  readonly answer: OwnerAnswer;
  readonly askedMs: number;
}

/** Makes a memory of answers. Where there is no room for another one, that which came first goes. */
export function ownerMemory({ clock, ttlMs, mostOwners }: OwnerMemoryParts): OwnerMemory {
  const memory = new Map<string, Remembered>();
  return {
    recall(identity, nowMs) {
      const remembered = memory.get(identity);
      return remembered !== undefined && nowMs - remembered.askedMs < ttlMs ? remembered : undefined;
    },
    remember(identity, remembered) {
      const { askedMs } = remembered;
      const isLate = clock.monotonicMs() - askedMs >= ttlMs;
      const isOvertaken = (memory.get(identity)?.askedMs ?? askedMs) > askedMs;
      if (isLate || isOvertaken) return;
      memory.delete(identity);
      const [first] = memory.keys();
      if (first !== undefined && memory.size >= mostOwners) memory.delete(first);
      memory.set(identity, remembered);
    },
  };
}
