import { Session } from 'node:inspector/promises';
import type { Profile } from '../section.js';

const maxFrames = 12;

/** Runs work under the CPU profiler. Returns the functions in which most time was spent, without their callees. */
export async function profile(of: string, work: () => Promise<unknown>): Promise<Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();

  const hits = new Map<string, number>();
  let all = 0;
  for (const { callFrame, hitCount = 0 } of profile.nodes) {
    if (callFrame.functionName === '(idle)') continue;
    const frame = `${callFrame.functionName || '(anonymous)'}  ${placeOf(callFrame.url)}`.trimEnd();
    hits.set(frame, (hits.get(frame) ?? 0) + hitCount);
    all += hitCount;
  }
  const top = [...hits].toSorted(([, one], [, other]) => other - one).slice(0, maxFrames);
  return {
    of,
    frames: top.map(([frame, count]) => `${((count / all) * 100).toFixed(1).padStart(5)} %  ${frame}`),
  };
}

/** The path from the package on, so that no path of this machine ends up in the docs. */
function placeOf(url: string): string {
  return /(?:node:|packages\/|node_modules\/(?!.*node_modules\/)).*$/.exec(url)?.[0] ?? '';
}
