import { startPostgres } from '@postern/postgres-server';
import { alternate, type Entrant } from '../harness/alternate.js';
import type { LoopFigures } from '../harness/closed-loop.js';
import type { ArrivalFigures } from '../harness/open-loop.js';
import { spreadOf } from '../harness/spread.js';
import { startWorker, type Worker } from '../harness/worker.js';
import { isMet, type RunOptions, type SectionResult } from '../section.js';
import { cheapHasher, issueKeys } from '../subjects/population.js';
import { profileSubject, runClosedLoop, runOpenLoop } from '../subjects/subject-commands.js';
import { arrivalsTable, boundsOf, closedTable, concurrencies, entry, inBriefOf } from './judge.js';
import { names } from './names.js';

/** How much is measured. */
const paces = {
  full: { keyCount: 10_000, ms: 300 },
  quick: { keyCount: 500, ms: 60 },
};

/** Arrivals as a share of what one unnamed query per verify can answer: much less, nearly as many, and too many. */
const shares = [0.25, 0.75, 1.5];

/** Measures on a server of its own, with PostgreSQL's default settings. */
export async function postgresFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const { keyCount, ms } = paces[pace];
  log(`starting PostgreSQL, and issuing ${keyCount} keys`);
  const server = await startPostgres();
  try {
    const { url } = await server.createDatabase();
    const keys = await issueKeys(keyCount, cheapHasher());
    const start = (name: string, given: unknown) =>
      startWorker(new URL(`./${name}-process.js`, import.meta.url), given);
    const workers = {
      lookups: await start('lookups', { url, keys }),
      betterAuth: await start('better-auth', { url, keyCount }),
    };
    log('measuring, closed loop');
    const closed = await alternate(closedEntrants(workers, ms), rounds);
    const bounds = boundsOf(closed);

    const capacity = spreadOf(
      (closed.get(entry(names.unnamed, 64)) ?? []).map(({ perSecond }) => perSecond),
    ).median;
    const arrivals = shares.map((share) => Math.round((capacity * share) / 100) * 100);
    log('measuring, open loop');
    // There are no targets for it.
    const openRounds = pace === 'quick' ? 1 : rounds;
    const open = await alternate(openEntrants(workers.lookups, arrivals, ms), openRounds);

    const profiles =
      bounds.every(isMet) || pace === 'quick'
        ? []
        : [await profileSubject(workers.lookups, { name: names.postern, inFlight: 64, ms: 1_500 })];
    for (const worker of Object.values(workers)) await worker.close();
    return {
      tables: [closedTable(closed), arrivalsTable(open, arrivals)],
      bounds,
      inBrief: inBriefOf(closed),
      profiles,
      raw: { closed: Object.fromEntries(closed), open: Object.fromEntries(open) },
    };
  } finally {
    await server.close();
  }
}

function closedEntrants(
  { lookups, betterAuth }: { readonly lookups: Worker; readonly betterAuth: Worker },
  ms: number,
): readonly Entrant<LoopFigures>[] {
  const workerOf = (name: string) => (name === names.betterAuth ? betterAuth : lookups);
  return concurrencies.flatMap((inFlight) =>
    Object.values(names).map((name) => ({
      name: entry(name, inFlight),
      measure: () => runClosedLoop(workerOf(name), { name, inFlight, ms, measuresEach: true }),
    })),
  );
}

function openEntrants(
  lookups: Worker,
  rates: readonly number[],
  ms: number,
): readonly Entrant<ArrivalFigures>[] {
  return rates.flatMap((perSecond) =>
    [names.unnamed, names.named, names.postern].map((name) => ({
      name: entry(name, perSecond),
      measure: () => runOpenLoop(lookups, { name, perSecond, ms }),
    })),
  );
}
