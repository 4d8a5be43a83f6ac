import type { Subject } from '../subjects/subject.js';
import { bytesInUse } from './memory-in-use.js';

const inFlight = 32;

/** How often to verify, and how often to measure. */
export interface HeapGrowthOptions {
  readonly verifications: number;
  /** How often the memory is measured, evenly spread. */
  readonly times: number;
  /**
   * No further part is started after this time, in milliseconds, because the machine may be too slow for all of them.
   */
  readonly maxMs: number;
}

/** Verifies tokens, and returns the bytes in use at each measurement. */
export async function heapGrowth(
  subject: Subject,
  { verifications, times, maxMs }: HeapGrowthOptions,
): Promise<readonly number[]> {
  const sizes: number[] = [];
  const endsAt = performance.now() + maxMs;
  for (let time = 0; time < times && performance.now() < endsAt; time += 1) {
    await verifyTimes(subject, verifications / times);
    sizes.push(bytesInUse());
  }
  return sizes;
}

async function verifyTimes({ name, tokens, verify, accepts }: Subject, count: number): Promise<void> {
  let callCount = 0;
  async function call(): Promise<void> {
    while (callCount < count) {
      const token = tokens[callCount % tokens.length] ?? '';
      callCount += 1;
      if (!accepts(await verify(token))) throw new Error(`${name} refused a token that is valid`);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, call));
}
