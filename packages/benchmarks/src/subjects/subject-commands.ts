import { closedLoop, type Load, type LoopFigures, tightLoop } from '../harness/closed-loop.js';
import { profile } from '../harness/profile.js';
import type { Commands, Worker } from '../harness/worker.js';
import type { Profile } from '../section.js';
import type { Subject } from './subject.js';

/** One round of one subject. */
interface Round extends Load {
  readonly name: string;
  readonly watchesEach?: boolean;
}

/** Makes subjects measurable from another process. */
export function subjectCommands(subjects: readonly Subject[]): Commands {
  const find = (name: string) => {
    const subject = subjects.find((each) => each.name === name);
    if (subject === undefined) throw new Error(`no subject ${name}`);
    return subject;
  };
  return {
    ask: ({ name, watchesEach = false, ...load }: Round) => closedLoop(find(name), load, { watchesEach }),
    askDirectly: ({ name, ms }: Round) => tightLoop(find(name), { ms }),
    profile: ({ name, ...load }: Round) =>
      profile(`${name}, ${load.inFlight} in flight`, () => closedLoop(find(name), load)),
  };
}

/** Measures a subject that lives in a worker. */
export function askIn(worker: Worker, round: Round): Promise<LoopFigures> {
  return worker.call('ask', round);
}

/** Measures one that answers directly. */
export function askDirectlyIn(worker: Worker, round: Omit<Round, 'inFlight'>): Promise<LoopFigures> {
  return worker.call('askDirectly', round);
}

export function profileIn(worker: Worker, round: Round): Promise<Profile> {
  return worker.call('profile', round);
}
