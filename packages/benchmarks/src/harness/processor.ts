import { setTimeout as delay } from 'node:timers/promises';
import type { Profile } from '../section.js';
import { profile } from './profile.js';
import type { Commands, Worker } from './worker.js';

/** What to look at, and for how long. */
interface Look {
  readonly of: string;
  readonly ms: number;
}

/** Lets another process see what this one takes of the processor. */
export const processorCommands: Commands = {
  takenMicroseconds() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  watch: ({ of, ms }: Look) => profile(of, () => delay(ms)),
};

/** What a worker has taken of the processor since it began, in microseconds, all of its threads together. */
export function takenMicroseconds(worker: Worker): Promise<number> {
  return worker.call('takenMicroseconds');
}

/** Sees where the time of a worker goes that serves others. */
export function watch(worker: Worker, look: Look): Promise<Profile> {
  return worker.call('watch', look);
}
