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
      tellFigures(`Revocation raced on ${engine}`, judgement, revocations);
      expectNoSurvivor(judgement, revocations);
    },
    extent.longestMs,
  );

  it(
    'S01 S02 the same where hardly a proof is remembered, so that revocations pass by while Argon2id is at work',
    async () => {
      const plan = {
        revocations: extent.revocations / 5,
        everyMs: 4,
        hasher: 'argon2',
        rememberedProofs: 1,
      } as const;
      const judgement = await raceOn(make, plan);
      tellFigures(`Revocation raced by Argon2id on ${engine}`, judgement, plan.revocations);
      expectNoSurvivor(judgement, plan.revocations);
    },
    extent.longestMs,
  );

  it('processes that remember records for 20 ms are found', async () => {
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

/** Every key was verified before and after by every process, and most of them while they were being revoked. */
function expectNoSurvivor(judgement: Judgement, revocations: number): void {
  const { survivors, wronglyRefused, faults } = judgement;
  expect({ survivors, wronglyRefused, faults }).toEqual({ survivors: 0, wronglyRefused: 0, faults: 0 });
  expect(judgement.before).toBeGreaterThanOrEqual(revocations * verifiers);
  expect(judgement.after).toBeGreaterThanOrEqual(revocations * verifiers);
  expect(judgement.inFlight).toBeGreaterThanOrEqual(revocations / 2);
}

function tellFigures(
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
