import { setTimeout as pause } from 'node:timers/promises';
import { isPosternError } from '@postern/core';
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
import { keysThatAllowAll } from '../../test-support/keys-that-allow-all.js';
import { testSeed } from '../../test-support/seed.js';
import { seededRandom } from '../../test-support/seeded-random.mjs';
import { hasRuntimes, installRuntimes } from '../../test-support/sqlite-drivers.js';
import { type Issuer, startIssuer } from './issuers.js';

const cap = 10;
/** All four processes that run at the end are killed too. */
const kills = extent.kills / 50 + 4;
const ada = { kind: 'user', id: 'ada' } as const;

const engines: readonly (readonly [string, MakeDatabase])[] = [
  // Half of the processes use better-sqlite3: see `descriptionFor`.
  ['SQLite', hasRuntimes ? sqliteDatabases('node-sqlite') : sqliteDatabase],
  ['PostgreSQL', (...given) => postgresDatabases(inject('postgresUrl'))(...given)],
];

beforeAll(installRuntimes, 300_000);

describe.each(engines)('four processes on one %s, at a cap of ten', (engine, make) => {
  it('F13 of fifty keys that they issue, exactly ten exist', () => expectExactlyTen(make), 60_000);

  it(
    `F13 ${kills} of them are killed: there are never more than ten keys, and no lock is left behind`,
    async () => {
      const counts = await killAtTheCap(make, testSeed(`kills at a cap on ${engine}`));
      figures(`kill -9 while keys are issued at a cap on ${engine}`, counts);
    },
    extent.maxMs,
  );
});

it('finds processes that count first and then add the record', async () => {
  const { outcomes } = await issueAtOnce(sqliteDatabase, [50], { defect: 'counts first' });
  expect(outcomes.get('issued')).toBeGreaterThan(cap);
}, 60_000);

async function expectExactlyTen(make: MakeDatabase): Promise<void> {
  const { outcomes, count } = await issueAtOnce(make, [13, 13, 12, 12]);
  expect(Object.fromEntries(outcomes)).toEqual({ issued: cap, ERR_TOO_MANY_KEYS: 40 });
  expect(count).toBe(cap);
}

/** Lets processes issue keys at the same time. Returns how often each outcome occurred, and how many keys there are. */
async function issueAtOnce(
  make: MakeDatabase,
  attemptsOfEach: readonly number[],
  options: { readonly defect?: 'counts first' } = {},
) {
  return withDatabase(make, async (database) => {
    const started = attemptsOfEach.map((attempts, seed) =>
      startIssuer({ storage: descriptionFor(database, seed), cap, seed, attempts, ...options }),
    );
    const issuers = await Promise.all(started);
    for (const { go } of issuers) go();
    await Promise.all(issuers.map(({ ended }) => ended));
    return { outcomes: sum(issuers), count: await countKeys(database) };
  });
}

/** Kills one of four processes after the other, each time at a random instant, and starts another one. */
async function killAtTheCap(make: MakeDatabase, seed: number) {
  return withDatabase(make, async (database) => {
    const random = seededRandom(seed);
    const all: Issuer[] = [];
    const start = async () => {
      const storage = descriptionFor(database, all.length);
      const issuer = await startIssuer({ storage, cap, seed: seed + all.length });
      all.push(issuer);
      issuer.go();
      return issuer;
    };
    const running = await Promise.all([start(), start(), start(), start()]);
    try {
      for (let killed = 0; killed < kills - running.length; killed += 1) {
        await pause(20 + random() * 60);
        await running[killed % running.length]?.kill();
        expect(await countKeys(database)).toBeLessThanOrEqual(cap);
        running[killed % running.length] = await start();
      }
    } finally {
      await Promise.all(running.map(({ kill }) => kill()));
    }
    await Promise.all(all.map(({ ended }) => ended));
    const fullAfterMs = await fill(database);
    expect(await countKeys(database)).toBe(cap);
    const outcomes = sum(all);
    expect(outcomes.get('issued')).toBeGreaterThan(0);
    expect(outcomes.get('ERR_TOO_MANY_KEYS')).toBeGreaterThan(0);
    return {
      kills,
      'keys issued': outcomes.get('issued') ?? 0,
      refused: outcomes.get('ERR_TOO_MANY_KEYS') ?? 0,
      'ms until ten keys existed again': fullAfterMs,
    };
  });
}

/** Issues keys until the cap refuses one. A lock that was left behind would keep it waiting until the deadline. */
async function fill(database: SharedDatabase): Promise<number> {
  const begun = performance.now();
  const storage = database.open();
  const keys = keysThatAllowAll({ repository: storage.repository, caps: { user: cap } });
  try {
    for (let issued = 0; issued <= cap; issued += 1)
      await keys.issue({ owner: ada, actor: ada, name: 'fill' });
    throw new Error('the cap refused no key');
  } catch (error) {
    if (!isPosternError(error) || error.code !== 'ERR_TOO_MANY_KEYS') throw error;
  } finally {
    await storage.close();
  }
  return performance.now() - begun;
}

async function withDatabase<Value>(
  make: MakeDatabase,
  run: (database: SharedDatabase) => Promise<Value>,
): Promise<Value> {
  const database = await make();
  try {
    const storage = database.open();
    await storage.migrate();
    await storage.close();
    return await run(database);
  } finally {
    await database.remove();
  }
}

/** Every other process uses better-sqlite3, so that different drivers share a file. */
function descriptionFor({ description }: SharedDatabase, index: number): SharedDatabase['description'] {
  return 'sqlite' in description && index % 2 === 1
    ? { ...description, driver: 'better-sqlite3' }
    : description;
}

/**
 * Counts without Postern. No key expires while this runs: those that were rotated are in their grace, and count once
 * their successor is gone.
 */
async function countKeys({ query }: SharedDatabase): Promise<number> {
  const [row] = await query(`
    select count(*) as keys from postern_key as key where revoked_at is null and (rotated_at is null or not exists (
      select 1 from postern_key as successor where successor.id = key.successor_id
        and successor.revoked_at is null and successor.rotated_at is null))`);
  return Number(row?.keys);
}

function sum(issuers: readonly Issuer[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const { outcomes } of issuers)
    for (const [outcome, count] of outcomes) total.set(outcome, (total.get(outcome) ?? 0) + count);
  return total;
}
