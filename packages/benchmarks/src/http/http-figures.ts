import { alternate } from '../harness/alternate.js';
import { mergeResults } from '../harness/merge-results.js';
import { watch } from '../harness/processor.js';
import { isMet, type Profile, type RunOptions, type SectionResult } from '../section.js';
import { type Contenders, routes, startContenders } from './contenders.js';
import {
  boundsOf,
  type Figures,
  frameworks,
  inBriefOf,
  isFarFromBare,
  type JudgedFramework,
  judgedRoutes,
  routesTable,
  whyFarFromBare,
} from './judge.js';
import { populate } from './population.js';

/** Measures one framework after the other, the routes of each of them in alternating rounds. */
export async function httpFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const full = { keyCount: 100, warmMs: 1_000, ms: 1_000 };
  const quick = { keyCount: 50, warmMs: 200, ms: 300 };
  const { keyCount, warmMs, ms } = pace === 'full' ? full : quick;
  log(`issuing ${keyCount} keys at the default cost`);
  const population = await populate(keyCount);
  const results: SectionResult[] = [];
  for (const each of frameworks) {
    log(`${each.title}: proving each token, warming up, measuring`);
    const contenders = await startContenders(each.framework, population);
    for (const contender of contenders.all) await contender.load(warmMs);
    const entrants = contenders.all
      .filter(({ name }) => pace === 'full' || judgedRoutes.includes(name))
      .map(({ name, measure }) => ({ name, measure: () => measure(ms) }));
    const figures: Figures = await alternate(entrants, rounds);
    const bounds = boundsOf(figures, each);
    const needsProfile = pace === 'full' && (isFarFromBare(figures) || !bounds.every(isMet));
    results.push({
      tables: [routesTable(figures, each)],
      bounds,
      remarks: isFarFromBare(figures) ? [whyFarFromBare(figures, each)] : [],
      inBrief: [inBriefOf(figures, each)],
      profiles: needsProfile ? [await profileOf(contenders, each)] : [],
      raw: { [each.framework]: Object.fromEntries(figures) },
    });
    await contenders.close();
  }
  return mergeResults(results);
}

/** Profiles the server while it serves the protected route. */
async function profileOf({ all, server }: Contenders, { title }: JudgedFramework): Promise<Profile> {
  const loading = all.find(({ name }) => name === routes.memory)?.load(1_800);
  const profile = await watch(server, { of: `the ${title} server, protected route`, ms: 1_500 });
  await loading;
  return profile;
}
