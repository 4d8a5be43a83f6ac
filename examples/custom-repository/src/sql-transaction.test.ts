import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { commit, queryOutside, rollBack, transaction } from './sql-transaction.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  // Deadlocks are found sooner than after a second.
  pool = new pg.Pool({ connectionString: database.url, options: '-c deadlock_timeout=20ms', max: 3 });
  await pool.query('create table account (id int primary key, balance int not null)');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(() => pool.query('truncate account; insert into account values (1, 10), (2, 20)'));

const add = 'update account set balance = balance + $2 where id = $1';
const balances = async () => {
  const rows = await queryOutside(pool)<{ balance: number }>('select balance from account order by id');
  return rows.map(({ balance }) => balance);
};

describe('a transaction', () => {
  it('answers and keeps what it wrote, or answers and keeps nothing', async () => {
    const write = (end: typeof commit<string>) =>
      transaction(pool, async (query) => {
        await query(add, 1, 5);
        return end('the answer');
      });
    expect(await write(rollBack)).toBe('the answer');
    expect(await balances()).toEqual([10, 20]);
    expect(await write(commit)).toBe('the answer');
    expect(await balances()).toEqual([15, 20]);
  });

  it('is tried again after a deadlock, so that both sides finish', async () => {
    const reached = [deferred(), deferred()];
    let attempts = 0;
    const transfer = (from: 0 | 1) =>
      transaction(pool, async (query) => {
        attempts += 1;
        await query(add, from + 1, -5);
        // Both have locked one row before either wants the other's.
        reached[from]?.resolve();
        await reached[1 - from]?.promise;
        await query(add, 2 - from, 5);
        return commit(undefined);
      });
    await Promise.all([transfer(0), transfer(1)]);
    expect(attempts).toBeGreaterThan(2);
    expect(await balances()).toEqual([10, 20]);
  });

  it('fails without quoting anything, and leaves the connection usable', async () => {
    const failing = transaction(pool, async (query) => {
      await query('insert into account values ($1, $2)', 1, 99);
      return commit(undefined);
    });
    await expect(failing).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: 'the database failed',
      cause: { message: 'error 23505' },
    });
    expect(await balances()).toEqual([10, 20]);
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });

  it('gives up after a few deadlocks', async () => {
    let attempts = 0;
    const deadlocked = transaction(pool, async () => {
      attempts += 1;
      throw Object.assign(new Error('deadlock'), { code: '40P01' });
    });
    await expect(deadlocked).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    expect(attempts).toBe(5);
  });
});

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
