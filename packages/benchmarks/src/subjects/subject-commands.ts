import { closedLoop, type Load, type LoopFigures, tightLoop } from '../harness/closed-loop.js';
import { type ArrivalFigures, type Arrivals, openLoop } from '../harness/open-loop.js';
import { profile } from '../harness/profile.js';
import type { Commands, Worker } from '../harness/worker.js';
import type { Profile } from '../section.js';
import type { Subject } from './subject.js';

/** One round of one subject. */
interface Round extends Load {
  readonly name: string;
  readonly measuresEach?: boolean;
}

/** One round of one subject whose calls arrive by a clock. */
interface Arrival extends Arrivals {
  readonly name: string;
}

/** Returns commands that measure subjects from another process. */
export function subjectCommands(subjects: readonly Subject[]): Commands {
  const find = (name: string) => {
    const subject = subjects.find((each) => each.name === name);
    if (subject === undefined) throw new Error(`unknown subject ${name}`);
    return subject;
  };
  return {
    closedLoop: ({ name, measuresEach = false, ...load }: Round) =>
      closedLoop(find(name), load, { measuresEach }),
    tightLoop: ({ name, ms }: Round) => tightLoop(find(name), { ms }),
    openLoop: ({ name, ...arrivals }: Arrival) => openLoop(find(name), arrivals),
    profile: ({ name, ...load }: Round) =>
      profile(`${name}, ${load.inFlight} in flight`, () => closedLoop(find(name), load)),
  };
}

/** Measures a subject in a worker. */
export function runClosedLoop(worker: Worker, round: Round): Promise<LoopFigures> {
  return worker.call('closedLoop', round);
}

/** Measures a subject that answers synchronously. */
export function runTightLoop(worker: Worker, round: Omit<Round, 'inFlight'>): Promise<LoopFigures> {
  return worker.call('tightLoop', round);
}

/** Measures a subject whose calls arrive by a clock. */
export function runOpenLoop(worker: Worker, arrival: Arrival): Promise<ArrivalFigures> {
  return worker.call('openLoop', arrival);
}

/** Profiles a subject. */
export function profileSubject(worker: Worker, round: Round): Promise<Profile> {
  return worker.call('profile', round);
}
