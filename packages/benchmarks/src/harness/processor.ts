import { setTimeout as delay } from 'node:timers/promises';
import type { Profile } from '../section.js';
import { profile } from './profile.js';
import type { Commands, Worker } from './worker.js';

/** What the profile is of, and for how long to profile. */
interface WatchOptions {
  readonly of: string;
  readonly ms: number;
}

/** Lets another process measure how much CPU time this one uses. */
export const processorCommands: Commands = {
  readCpuMicroseconds() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  watch: ({ of, ms }: WatchOptions) => profile(of, () => delay(ms)),
};

/** Reads the CPU time of a worker since it started, in microseconds, over all of its threads. */
export function readCpuMicroseconds(worker: Worker): Promise<number> {
  return worker.call('readCpuMicroseconds');
}

/** Profiles a worker while it serves others. */
export function watch(worker: Worker, options: WatchOptions): Promise<Profile> {
  return worker.call('watch', options);
}
