import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type MakeDatabase,
  postgresDatabases,
  type SharedDatabase,
  sqliteDatabase,
  sqliteDatabases,
} from '../../test-support/database.js';
import { extent } from '../../test-support/extent.js';
import { figures } from '../../test-support/figures.js';
import { testSeed } from '../../test-support/seed.js';
import { seededRandom } from '../../test-support/seeded-random.mjs';
import { hasRuntimes, installRuntimes } from '../../test-support/sqlite-drivers.js';
import { type GovernedKeys, type Inspected, job, reporter, tokensOf, withKeys } from './governed-keys.js';
import { startProcess } from './started-process.js';

const program = fileURLToPath(new URL('../../test-support/govern-keys.mjs', import.meta.url));
const kills = extent.kills / 100;

const engines: readonly (readonly [string, MakeDatabase])[] = [
  ['SQLite', hasRuntimes ? sqliteDatabases('node-sqlite') : sqliteDatabase],
  ['PostgreSQL', (...given) => postgresDatabases(inject('postgresUrl'))(...given)],
];

beforeAll(installRuntimes, 300_000);

describe.each(engines)('processes on one %s govern its keys', (engine, make) => {
  it(
    'S13 F13 three at the same time: ten reports end a key once, and a use wins or its key is disabled',
    () =>
      withKeys(make, async (governed) => {
        const reports = await raceOn(governed, [4, 3, 3]);
        const found = await governed.inspect();
        expect(found.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
        expect(await governed.disabledAfterUse()).toEqual([]);
        const sumOf = (type: string, keyId: string) =>
          reports.reduce((sum, { events }) => sum + (events[`${type} ${keyId}`] ?? 0), 0);
        for (const { group, id, entries } of found) {
          const ended = entries.filter(({ actor }) => actor.id === reporter.id);
          expect(sumOf('leaked', id)).toBe(group === 'leaked' ? 1 : 0);
          expect(ended.length).toBe(group === 'leaked' ? 2 : 0);
          for (const action of ['revoked', 'disabled'] as const)
            expect(sumOf(action, id)).toBe(entries.filter((entry) => entry.action === action).length);
        }
        expect(sum(reports, ({ ended }) => ended)).toBe(governed.leaked.length);
        expect(sum(reports, ({ disabled }) => disabled)).toBe(byJob(found).length);
        const unused = found.filter(({ group }) => group === 'unused');
        expect(unused.every(({ state }) => state === 'disabled')).toBe(true);
        const kept = found.filter(({ group, state }) => group === 'used' && state === 'live');
        expect(kept.length).toBeGreaterThan(0);
        figures(`A use next to disableUnused, and ten reports of one token, on ${engine}`, {
          'keys reported': governed.leaked.length,
          'keys used': governed.used.length,
          'of them kept': kept.length,
          'keys disabled as unused': byJob(found).length,
        });
      }),
    60_000,
  );

  it(
    `F06 ${kills} of them are killed: a key has ended if and only if its entries say so, and a repetition does the rest`,
    async () => {
      const random = seededRandom(testSeed(`kills of processes that govern keys on ${engine}`));
      let untouched = 0;
      for (let round = 0; round < kills; round += 1)
        await withKeys(make, async (governed) => {
          await killedOn(governed, 10 + random() * 120);
          const found = await governed.inspect();
          expect(found.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
          expect(await governed.disabledAfterUse()).toEqual([]);
          untouched += found.filter(({ group, entries }) => group !== 'used' && entries.length === 1).length;
          await governed.repeat();
          const repeated = await governed.inspect();
          expect(repeated.filter(({ wrong, isDone }) => wrong.length > 0 || !isDone)).toEqual([]);
        });
      figures(`kill -9 while leaks are reported and unused keys disabled on ${engine}`, {
        kills,
        'keys that were left for the repetition': untouched,
      });
    },
    extent.maxMs,
  );
});

it(
  'S13 finds processes that disable a key although it was used since',
  () =>
    withKeys(sqliteDatabase, async (governed) => {
      await raceOn({ ...governed, leaked: [] }, [1, 1], { defect: 'ignores uses' });
      expect((await governed.disabledAfterUse()).length).toBeGreaterThan(0);
    }),
  60_000,
);

/** What a process reports at the end. */
interface Report {
  readonly events: Readonly<Record<string, number>>;
  readonly disabled: number;
  readonly ended: number;
}

/** Starts a process for each number, which says how often it reports each token at the same time. */
async function raceOn(
  { database, leaked, used, unusedSince }: GovernedKeys,
  copiesOfEach: readonly number[],
  options: { readonly defect?: 'ignores uses' } = {},
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  const processes = await Promise.all(
    copiesOfEach.map((copies, seed) => {
      const storage = descriptionFor(database, seed);
      const given = { storage, leaked: tokensOf(leaked), copies, used: tokensOf(used), unusedSince, seed };
      return startProcess(program, { ...given, ...options }, ({ event, ...line }) => {
        if (event === 'governed') reports.push(line as unknown as Report);
      });
    }),
  );
  for (const { go } of processes) go();
  await Promise.all(processes.map(({ ended }) => ended));
  expect(reports.length).toBe(copiesOfEach.length);
  return reports;
}

async function killedOn(
  { database, leaked, used, unusedSince }: GovernedKeys,
  afterMs: number,
): Promise<void> {
  const storage = database.description;
  const given = { storage, leaked: tokensOf(leaked), copies: 2, used: tokensOf(used), unusedSince, seed: 1 };
  const { go, kill } = await startProcess(program, given, () => undefined);
  go();
  await pause(afterMs);
  await kill();
}

/** Every other process uses better-sqlite3, so that different drivers share a file. */
function descriptionFor({ description }: SharedDatabase, index: number): SharedDatabase['description'] {
  return 'sqlite' in description && index % 2 === 1
    ? { ...description, driver: 'better-sqlite3' }
    : description;
}

const byJob = (found: readonly Inspected[]) =>
  found.flatMap(({ entries }) => entries.filter(({ actor }) => actor.id === job.id));

const sum = (reports: readonly Report[], count: (report: Report) => number) =>
  reports.reduce((total, report) => total + count(report), 0);
