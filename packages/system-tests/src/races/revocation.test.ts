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
import { hasRuntimes, installRuntimes, otherSqliteDrivers } from '../../test-support/sqlite-drivers.js';
import type { Judgement } from './judge.js';
import { type Raced, type RacePlan, race, verifiers } from './race.js';

/**
 * Each commit makes the memory of every process outdated. This is often enough for thousands of that, and rare enough
 * that it is used in between.
 */
const flushEveryMs = 200;

const engines: readonly (readonly [string, MakeDatabase])[] = [
  ['SQLite', sqliteDatabase],
  ['PostgreSQL', (...given) => postgresDatabases(inject('postgresUrl'))(...given)],
];

describe.each(engines)('four processes verify on one %s, and a fifth revokes', (engine, make) => {
  it(
    `S01 ${extent.revocations} keys: no verification that started after revoke() had resolved succeeds`,
    async () => {
      const { revocations } = extent;
      const raced = await raceOn(make, { revocations, everyMs: 4, flushEveryMs });
      printFigures(`Revocation raced on ${engine}`, raced, revocations);
      expectNoSurvivor(raced.judgement, revocations);
      for (const { flushes } of raced.reports) expect(flushes).toBeGreaterThan(revocations / 100);
      if (engine === 'SQLite') expectRememberedRows(raced, revocations);
    },
    extent.maxMs,
  );

  it(
    'S01 S02 the same with hardly any remembered proofs, so that keys are revoked while Argon2id is running',
    async () => {
      const plan = {
        revocations: extent.revocations / 5,
        everyMs: 4,
        flushEveryMs,
        hasher: 'argon2',
        rememberedProofs: 1,
      } as const;
      const raced = await raceOn(make, plan);
      printFigures(`Revocation raced by Argon2id on ${engine}`, raced, plan.revocations);
      expectNoSurvivor(raced.judgement, plan.revocations);
    },
    extent.maxMs,
  );

  it('finds processes that cache records for 20 ms', async () => {
    const { judgement } = await raceOn(make, { revocations: 30, everyMs: 4, staleMs: 20 });
    expect(judgement.survivors).toBeGreaterThan(0);
  }, 60_000);
});

describe('two of the processes that verify, and the one that revokes, use another driver for SQLite', () => {
  beforeAll(installRuntimes, 300_000);

  const revocations = extent.revocations / 4;
  for (const { name, on } of otherSqliteDrivers) {
    it.runIf(hasRuntimes)(
      `S01 ${revocations} keys with ${name} on ${on}: no verification that started after revoke() had resolved succeeds`,
      async () => {
        const raced = await raceOn(sqliteDatabases(name), { revocations, everyMs: 4, flushEveryMs });
        expectNoSurvivor(raced.judgement, revocations);
        for (const { key, questions } of raced.reports) {
          expect(questions.versions).toBeGreaterThan(revocations);
          expect(questions.rows).toBeGreaterThan(revocations);
          // The race is short, so the first search for each key counts for more than in the long one.
          expect(questions.rows).toBeLessThan(key.length / 2);
        }
      },
      extent.maxMs,
    );
  }
});

async function raceOn(make: MakeDatabase, plan: Omit<RacePlan, 'database'>): Promise<Raced> {
  const database: SharedDatabase = await make();
  try {
    return await race({ ...plan, database });
  } finally {
    await database.remove();
  }
}

/** Expects that every process verified every key before and after its revocation, and most keys during it. */
function expectNoSurvivor(judgement: Judgement, revocations: number): void {
  const { survivors, wronglyRefused, faults } = judgement;
  expect({ survivors, wronglyRefused, faults }).toEqual({ survivors: 0, wronglyRefused: 0, faults: 0 });
  expect(judgement.before).toBeGreaterThanOrEqual(revocations * verifiers);
  expect(judgement.after).toBeGreaterThanOrEqual(revocations * verifiers);
  expect(judgement.inFlight).toBeGreaterThanOrEqual(revocations / 2);
}

/**
 * Expects that every process answered most verifications from records that it remembered, and that its memory became
 * outdated at least once for every other key: each commit makes it so, of a revocation or of uses.
 */
function expectRememberedRows({ reports }: Raced, revocations: number): void {
  for (const { key, questions } of reports) {
    expect(questions.versions).toBeGreaterThan(key.length / 10);
    expect(questions.rows).toBeLessThan(key.length / 10);
    expect(questions.rows).toBeGreaterThan(revocations / 2);
  }
}

function printFigures(what: string, { judgement, reports }: Raced, keys: number) {
  const { verifications, inFlight, after, rightAfter, survivors } = judgement;
  const sum = (count: (report: Raced['reports'][number]) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const rows = sum(({ questions }) => questions.rows);
  figures(what, {
    'keys revoked': keys,
    verifications,
    ...(rows > 0 && { 'rows read for them': rows }),
    'times uses were written': sum(({ flushes }) => flushes),
    'in flight when revoke() resolved': inFlight,
    'started after': after,
    'of them within 1 ms': rightAfter,
    'of them accepted': survivors,
  });
}
