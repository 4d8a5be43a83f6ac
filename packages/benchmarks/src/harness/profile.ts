import { Session } from 'node:inspector/promises';
import type { Profile } from '../section.js';

const maxFrames = 12;

/**
 * Runs work under the CPU profiler. Returns the functions in which most time was spent, without their callees, and how
 * much was spent in all functions of each of Postern's packages.
 */
export async function profile(of: string, work: () => Promise<unknown>): Promise<Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();

  const hits = new Map<string, number>();
  const packageHits = new Map<string, number>();
  let all = 0;
  const add = (counts: Map<string, number>, name: string, count: number) =>
    counts.set(name, (counts.get(name) ?? 0) + count);
  for (const { callFrame, hitCount = 0 } of profile.nodes) {
    if (callFrame.functionName === '(idle)') continue;
    const place = placeOf(callFrame.url);
    add(hits, `${callFrame.functionName || '(anonymous)'}  ${place}`.trimEnd(), hitCount);
    const [ours] = /^packages\/(?!benchmarks)[^/]+/.exec(place) ?? [];
    if (ours !== undefined) add(packageHits, `all of ${ours}`, hitCount);
    all += hitCount;
  }
  const top = (counts: ReadonlyMap<string, number>, most: number) =>
    [...counts]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, most)
      .map(([name, count]) => `${((count / all) * 100).toFixed(1).padStart(5)} %  ${name}`);
  return { of, frames: [...top(hits, maxFrames), ...top(packageHits, packageHits.size)] };
}

/** The path from the package on, so that no path of this machine ends up in the docs. */
function placeOf(url: string): string {
  return /(?:node:|packages\/|node_modules\/(?!.*node_modules\/)).*$/.exec(url)?.[0] ?? '';
}
