import { setTimeout as delay } from 'node:timers/promises';
import type { Profile } from '../section.js';
import { profile } from './profile.js';
import type { Commands, Worker } from './worker.js';

/** What to look at, and for how long. */
interface WatchOptions {
  readonly of: string;
  readonly ms: number;
}

/** Lets another process see what this one takes of the processor. */
export const processorCommands: Commands = {
  readCpuMicroseconds() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  watch: ({ of, ms }: WatchOptions) => profile(of, () => delay(ms)),
};

/** What a worker has taken of the processor since it began, in microseconds, all of its threads together. */
export function readCpuMicroseconds(worker: Worker): Promise<number> {
  return worker.call('readCpuMicroseconds');
}

/** Sees where the time of a worker goes that serves others. */
export function watch(worker: Worker, look: WatchOptions): Promise<Profile> {
  return worker.call('watch', look);
}
