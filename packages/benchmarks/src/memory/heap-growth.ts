import type { Subject } from '../subjects/subject.js';
import { bytesInUse } from './memory-in-use.js';

const inFlight = 32;

/** Verifies so often, and gives the bytes in use at each of so many times, evenly spread. */
export async function heapGrowth(
  subject: Subject,
  { verifications, times }: { readonly verifications: number; readonly times: number },
): Promise<readonly number[]> {
  const sizes: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await verifyTimes(subject, verifications / times);
    sizes.push(bytesInUse());
  }
  return sizes;
}

async function verifyTimes({ name, tokens, verify, accepts }: Subject, count: number): Promise<void> {
  let asked = 0;
  async function ask(): Promise<void> {
    while (asked < count) {
      const token = tokens[asked % tokens.length] ?? '';
      asked += 1;
      if (!accepts(await verify(token))) throw new Error(`${name} refused a token that is valid`);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, ask));
}
