import { alternate, type Entrant, roundsIn } from '../harness/alternate.js';
import type { LoopFigures } from '../harness/closed-loop.js';
import { startWorker, type Worker } from '../harness/worker.js';
import { isMet, type RunOptions, type SectionResult } from '../section.js';
import { cheapHasher, defaultCostHasher, issueKeys } from '../subjects/population.js';
import { shuffled } from '../subjects/shuffled.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { profileSubject, runClosedLoop, runTightLoop } from '../subjects/subject-commands.js';
import { commitBounds, commitsInBrief, commitsTable, measureCommits } from './commits.js';
import { boundsOf, inBriefOf, timesTable } from './judge.js';
import { manyOf, names, oneOf } from './names.js';
import type { StatementLog } from './statement-log.js';
import { statementsTable, writesBound } from './statements.js';

/** How much is measured. */
const paces = {
  full: { keyCount: 10_000, costlyCount: 300, ms: 400 },
  quick: { keyCount: 1_000, costlyCount: 10, ms: 80 },
};

/** Measures all contestants in alternating rounds, then counts their statements. */
export async function sqliteFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const { keyCount, costlyCount, ms } = paces[pace];
  log(`issuing ${keyCount} keys, and ${costlyCount} at the default cost`);
  const workers = await startWorkers(keyCount, costlyCount);
  log('measuring');
  const figures = await alternate(entrants(workers, ms), rounds);
  const times = roundsIn(figures, ({ microseconds }) => microseconds);

  log('measuring while another process commits');
  const committed = await measureCommits({ ...workers, ms, rounds });

  const bounds = [...boundsOf(times), ...commitBounds(committed)];
  const profiled =
    bounds.every(isMet) || pace === 'quick'
      ? []
      : [await profileSubject(workers.postern, { name: names.postern, inFlight: 32, ms: 1_500 })];
  const [ours, withoutMemory] = await workers.postern.call<readonly [StatementLog, StatementLog]>(
    'countStatements',
    10_000,
  );
  const theirs = await workers.betterAuth.call<readonly StatementLog[]>('countStatements', 320);
  for (const worker of Object.values(workers)) await worker.close();
  return {
    tables: [timesTable(times), commitsTable(committed), statementsTable([ours, withoutMemory, ...theirs])],
    bounds: [...bounds, writesBound(ours)],
    inBrief: [...inBriefOf(times, ours), commitsInBrief(committed)],
    profiles: profiled,
    raw: {
      times: Object.fromEntries(figures),
      committed: Object.fromEntries(committed),
      statements: [ours, withoutMemory, ...theirs],
    },
  };
}

interface Workers {
  readonly floors: Worker;
  readonly postern: Worker;
  readonly betterAuth: Worker;
  readonly committing: Worker;
}

async function startWorkers(keyCount: number, costlyCount: number): Promise<Workers> {
  const keys = await issueKeys(keyCount, cheapHasher());
  const costly = await issueKeys(costlyCount, defaultCostHasher());
  const file = temporaryFile('keys.sqlite');
  await (
    await fillSqlite(
      file,
      [...keys, ...costly].map(({ stored }) => stored),
    )
  ).close();
  const start = (name: string, given: unknown) =>
    startWorker(new URL(`./${name}-process.js`, import.meta.url), given);
  const tokens = shuffled(keys.map(({ token }) => token));
  const floors = await start('floors', { file, keys });
  const committing = await start('committing', { file });
  const [postern, betterAuth] = await Promise.all([
    start('postern', { file, tokens, costlyTokens: costly.map(({ token }) => token) }),
    start('better-auth', { keyCount }),
  ]);
  return { floors, committing, postern, betterAuth };
}

/** Subjects that answer synchronously have nothing in flight. */
function entrants({ floors, postern, betterAuth }: Workers, ms: number): readonly Entrant<LoopFigures>[] {
  const direct = [names.floor12, names.floor5, names.prefixed].map((name) => ({
    name,
    measure: () => runTightLoop(floors, { name, ms }),
  }));
  const promised = (worker: Worker, all: readonly string[]) =>
    all.flatMap((name) => [
      { name: oneOf(name), measure: () => runClosedLoop(worker, { name, inFlight: 1, ms }) },
      { name: manyOf(name), measure: () => runClosedLoop(worker, { name, inFlight: 32, ms }) },
    ]);
  return [
    ...direct,
    ...promised(postern, [
      names.postern,
      names.posternAtDefaults,
      names.withoutMemory,
      names.withoutMemoryAtDefaults,
    ]),
    ...promised(betterAuth, [names.betterAuth, names.betterAuthFastest, names.betterAuthMemory]),
  ];
}
