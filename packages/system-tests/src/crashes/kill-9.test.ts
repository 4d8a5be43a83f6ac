import { setTimeout as pause } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '@postern/postgres-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  postgresDatabases,
  type SharedDatabase,
  sqliteDatabase,
  sqliteDatabases,
} from '../../test-support/database.js';
import { extent } from '../../test-support/extent.js';
import { figures } from '../../test-support/figures.js';
import { previousRelease } from '../../test-support/previous-release.js';
import { testSeed } from '../../test-support/seed.js';
import { seededRandom } from '../../test-support/seeded-random.mjs';
import { hasRuntimes, installRuntimes, otherSqliteDrivers } from '../../test-support/sqlite-drivers.js';
import { emptiedDatabases } from './emptied-databases.js';
import { type KillFigures, type KillPlan, killRounds } from './kill-rounds.js';

const serverKills = extent.kills / 10;

it(
  `F06 SQLite: ${extent.kills} kills of a process at random instants leave no third state`,
  async () => {
    const { kills } = extent;
    const plan = { make: sqliteDatabase, kills, lifeMs: 60, settle: async () => undefined };
    expectNoThirdState(plan, await run(plan, { lanes: 2, what: 'kill -9 on SQLite' }));
  },
  extent.maxMs,
);

const besideKills = extent.kills / 10;

it(
  `F06 SQLite: ${besideKills} kills of a process, and of one of the release before it at the same time, leave no third state`,
  () => killBoth({ make: sqliteDatabase, lifeMs: 60, settle: async () => undefined }),
  extent.maxMs,
);

it('kills reveal a process that reports too early that a key is revoked', async () => {
  const plan: KillPlan = {
    make: sqliteDatabase,
    kills: 60,
    lifeMs: 60,
    settle: async () => undefined,
    defect: 'acknowledges early',
    random: seededRandom(testSeed('a process that acknowledges early')),
  };
  expect((await killRounds(plan)).wrong).not.toEqual([]);
}, 60_000);

describe('another driver for SQLite', () => {
  beforeAll(installRuntimes, 300_000);

  const kills = extent.kills / 10;
  for (const { name, on } of otherSqliteDrivers) {
    it.runIf(hasRuntimes)(
      `F06 ${name} on ${on}: ${kills} kills of a process at random instants leave no third state`,
      async () => {
        const random = seededRandom(testSeed(`kill -9 with ${name}`));
        const make = sqliteDatabases(name);
        const settle = async () => undefined;
        const found = await killRounds({ make, kills, lifeMs: 150, settle, random });
        expect({ wrong: found.wrong, kills: found.kills }).toEqual({ wrong: [], kills });
        expect(found.done).toBeGreaterThan(0);
      },
      extent.maxMs,
    );
  }
});

describe('PostgreSQL', () => {
  let server: PostgresServer;
  let postgres: Pick<KillPlan, 'make' | 'lifeMs' | 'settle'>;
  beforeAll(async () => {
    server = await startPostgres();
    postgres = {
      make: emptiedDatabases(postgresDatabases(server.url)),
      lifeMs: 150,
      settle: waitForOtherClients,
    };
  }, 60_000);
  afterAll(() => server.close());

  it(
    `F06 PostgreSQL: ${extent.kills} kills of a process at random instants leave no third state`,
    async () => {
      const plan = { ...postgres, kills: extent.kills };
      expectNoThirdState(plan, await run(plan, { lanes: 2, what: 'kill -9 on PostgreSQL' }));
    },
    extent.maxMs,
  );

  it(
    `F06 PostgreSQL: ${besideKills} kills of a process, and of one of the release before it at the same time, leave no third state`,
    () => killBoth(postgres),
    extent.maxMs,
  );

  it(
    `F06 PostgreSQL: ${serverKills} kills of the server and the process at random instants leave no third state`,
    async () => {
      const plan: Omit<KillPlan, 'random'> = {
        ...postgres,
        kills: serverKills,
        async kill(child) {
          const down = server.kill9();
          child.kill('SIGKILL');
          await down;
          await server.start();
        },
      };
      const { wrong, kills } = await run(plan, { lanes: 1, what: 'kill -9 of PostgreSQL' });
      expect({ wrong, kills }).toEqual({ wrong: [], kills: serverKills });
    },
    extent.maxMs,
  );
});

/** Waits until the server has finished the statements that a killed client had sent. */
async function waitForOtherClients({ query }: SharedDatabase): Promise<void> {
  const others =
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  while ((await query(others)).length > 0) await pause(2);
}

async function killBoth(plan: Pick<KillPlan, 'make' | 'lifeMs' | 'settle'>): Promise<void> {
  const found = await killRounds({
    ...plan,
    kills: besideKills,
    previousRelease: await previousRelease(),
    random: seededRandom(testSeed('kill -9 of two releases')),
  });
  expect({ wrong: found.wrong, kills: found.kills }).toEqual({ wrong: [], kills: besideKills });
  expect(found.done).toBeGreaterThan(0);
}

/** Expects that nothing is wrong, and that the kills hit every kind of moment that they should hit. */
function expectNoThirdState(
  plan: { readonly kills: number },
  { wrong, kills, ...counts }: KillFigures,
): void {
  expect(wrong).toEqual([]);
  expect(kills).toBe(plan.kills);
  for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(0);
}

/** Runs several series of kills at the same time, and returns their total. */
async function run(
  plan: Omit<KillPlan, 'random'>,
  { lanes, what }: { readonly lanes: number; readonly what: string },
): Promise<KillFigures> {
  const started = performance.now();
  const seed = testSeed(what);
  const kills = plan.kills / lanes;
  const all = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      killRounds({ ...plan, kills, random: seededRandom(seed + lane) }),
    ),
  );
  const total = all.reduce(sum);
  figures(what, {
    kills: total.kills,
    'during the first migration': total.duringMigration,
    'changes acknowledged': total.done,
    'under way and undone': total.undone,
    'under way and committed': total.committed,
    'tokens verified': total.tokens,
    contradictions: total.wrong.length,
    seconds: (performance.now() - started) / 1_000,
  });
  return total;
}

function sum(one: KillFigures, other: KillFigures): KillFigures {
  return {
    kills: one.kills + other.kills,
    duringMigration: one.duringMigration + other.duringMigration,
    done: one.done + other.done,
    undone: one.undone + other.undone,
    committed: one.committed + other.committed,
    tokens: one.tokens + other.tokens,
    wrong: [...one.wrong, ...other.wrong],
  };
}
