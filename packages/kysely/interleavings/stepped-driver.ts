import type timers from 'node:timers/promises';
import type { Steps } from '@postern/core/interleavings';

/** What a search asks of the connection that verifies. */
export type Question = 'version' | 'row';

/** What happens right before a question. */
interface Driving {
  readonly steps: Steps;
  readonly before: (question: Question) => void;
  /** Whether the file is found to be read-only, when something is about to be written. */
  readonly isReadOnly: () => boolean;
  /** Called right after the storage has committed something. */
  readonly committed: () => void;
  /** A deliberate defect: where the version is asked for. */
  readonly versionOf?: 'writer';
}

let driving: Driving | undefined;

/** From now on, the driver reports each question of a search. */
export function drive(next: Driving | undefined): void {
  driving = next;
}

/**
 * The waiting of a storage: the pause before a retry, and the turn of the event loop after a commit. While steps are
 * driven, each is a step.
 */
export function steppedTimers(original: typeof timers): typeof timers {
  const step = async () => driving?.steps.call('wait', () => undefined);
  const turn = async () => {
    if (driving === undefined) return original.setImmediate();
    driving.committed();
    return step();
  };
  return {
    ...original,
    setTimeout: step as typeof timers.setTimeout,
    setImmediate: turn as typeof timers.setImmediate,
  };
}

/** What belongs to the order that is run. */
export const drivenWorld = (): object => driving ?? {};

/** What drives the driver now, if anything does. */
export const drivenBy = (): Driving | undefined => driving;
