import { describe, expect, inject, it } from 'vitest';
import {
  type MakeDatabase,
  postgresDatabases,
  type SharedDatabase,
  sqliteDatabase,
} from '../../test-support/database.js';
import { extent } from '../../test-support/extent.js';
import { figures } from '../../test-support/figures.js';
import type { Judgement } from './judge.js';
import { type RacePlan, race, verifiers } from './race.js';

const engines: readonly (readonly [string, MakeDatabase])[] = [
  ['SQLite', sqliteDatabase],
  ['PostgreSQL', (...given) => postgresDatabases(inject('postgresUrl'))(...given)],
];

describe.each(engines)('four processes verify on one %s, and a fifth revokes', (engine, make) => {
  it(
    `S01 ${extent.revocations} keys: no verification that started after revoke() had resolved succeeds`,
    async () => {
      const { revocations } = extent;
      const judgement = await raceOn(make, { revocations, everyMs: 4 });
      printFigures(`Revocation raced on ${engine}`, judgement, revocations);
      expectNoSurvivor(judgement, revocations);
    },
    extent.maxMs,
  );

  it(
    'S01 S02 the same with hardly any remembered proofs, so that keys are revoked while Argon2id is running',
    async () => {
      const plan = {
        revocations: extent.revocations / 5,
        everyMs: 4,
        hasher: 'argon2',
        rememberedProofs: 1,
      } as const;
      const judgement = await raceOn(make, plan);
      printFigures(`Revocation raced by Argon2id on ${engine}`, judgement, plan.revocations);
      expectNoSurvivor(judgement, plan.revocations);
    },
    extent.maxMs,
  );

  it('finds processes that cache records for 20 ms', async () => {
    const { survivors } = await raceOn(make, { revocations: 30, everyMs: 4, staleMs: 20 });
    expect(survivors).toBeGreaterThan(0);
  }, 60_000);
});

async function raceOn(make: MakeDatabase, plan: Omit<RacePlan, 'database'>): Promise<Judgement> {
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

function printFigures(
  what: string,
  { verifications, inFlight, after, rightAfter, survivors }: Judgement,
  keys: number,
) {
  figures(what, {
    'keys revoked': keys,
    verifications,
    'in flight when revoke() resolved': inFlight,
    'started after': after,
    'of them within 1 ms': rightAfter,
    'of them accepted': survivors,
  });
}
