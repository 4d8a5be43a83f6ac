import { setTimeout as pause } from 'node:timers/promises';
import { settlesWithin } from '@postern/postgres-server';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { type StorageWithKey, storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import { foreignClient, hostPool, storageIn, untilWaiting } from '../../test-support/temporary-database.js';
import { verifiable } from '../../test-support/verifiable.js';

const rename = "update postern_key set name = 'renamed'";

/** A storage on a host's pool of one connection. */
async function storageOverPool(): Promise<StorageWithKey & { readonly pool: pg.Pool }> {
  const pools: pg.Pool[] = [];
  const made = await storageWithKey((url) => {
    const pool = hostPool(url, { max: 1 });
    pools.push(pool);
    return { pool, connectDeadlineMs: 300 };
  });
  const [pool] = pools as [pg.Pool];
  return { ...made, pool };
}

describe('F09 a client that the host returned to the pool before it was done with it', () => {
  it.each([
    [
      'a transaction that has read',
      'begin isolation level repeatable read; select count(*) from postern_key',
    ],
    ['a transaction that failed', 'begin; select 1 / 0'],
  ])('is not used after %s', async (_, statements) => {
    const { url, pool, whole, revoke } = await storageOverPool();
    const careless = await pool.connect();
    await careless.query(statements).catch(() => undefined);
    careless.release();
    const host = await foreignClient(url);
    await host.query(rename);

    expect(await whole()).toMatchObject({ name: 'renamed' });
    expect(await revoke()).toBe(true);
    const { rows } = await host.query('select revoked_at from postern_key');
    expect(rows).toEqual([{ revoked_at: new Date(0) }]);
  });

  it('is not used after a transaction that has locked the key', async () => {
    const { url, pool, found, revoke } = await storageOverPool();
    const careless = await pool.connect();
    await careless.query(`begin; ${rename}`);
    careless.release();
    expect(await revoke()).toBe(true);
    const { rows } = await (await foreignClient(url)).query('select name, revoked_at from postern_key');
    expect(rows).toEqual([{ name: expect.not.stringContaining('renamed'), revoked_at: new Date(0) }]);
    expect(await found()).toMatchObject({ key: { revokedAt: new Date(0) } });
  });

  it('is not used after a `begin` that the host did not wait for', async () => {
    const { url, pool, revoke } = await storageOverPool();
    const careless = await pool.connect();
    const begun = careless.query('begin').catch(() => undefined);
    careless.release();
    expect(await revoke()).toBe(true);
    await begun;
    const { rows } = await (await foreignClient(url)).query('select revoked_at from postern_key');
    expect(rows).toEqual([{ revoked_at: new Date(0) }]);
  });

  it('is not waited for while it runs a slow statement', async () => {
    const { url, stored, found } = await storageWithKey();
    const pool = hostPool(url, { max: 2 });
    const over = storageIn(url, { pool, connectDeadlineMs: 1_000 });
    const careless = await pool.connect();
    const slept = careless.query('select pg_sleep(5)').catch(() => undefined);
    careless.release();
    const { id } = stored.key;
    expect((await over.repository.find([id])).get(id)).toEqual(await found());
    await slept;
  });

  it('is used after a transaction that is over', async () => {
    const { pool, found, stored } = await storageOverPool();
    const careful = await pool.connect();
    const { rows } = await careful
      .query(`begin; ${rename}; rollback; select pg_backend_pid() as pid`)
      .then((results) => (results as unknown as pg.QueryResult[])[3] as pg.QueryResult);
    careful.release();
    expect(await found()).toEqual(verifiable(stored));
    expect((await pool.query('select pg_backend_pid() as pid')).rows).toEqual(rows);
  });
});

describe('F09 a transaction that someone else has open', () => {
  it('does not delay a find, and is not seen before it is committed', async () => {
    const { url, stored, found, whole } = await storageWithKey();
    const host = await foreignClient(url);
    await host.query(`begin; ${rename}`);
    // The transaction is still open: a find that waited for it would never return.
    expect(await found()).toEqual(verifiable(stored));
    await host.query('commit');
    expect(await whole()).toMatchObject({ name: 'renamed' });
  });

  it('makes a revocation fail at its deadline if it has locked the key, but not a later revocation', async () => {
    const { url, found, stored, revoke } = await storageWithKey({ statementDeadlineMs: 300 });
    const host = await foreignClient(url);
    await host.query(`begin; ${rename}`);
    const revoked = revoke();
    expect(await settlesWithin(3_000, revoked)).toBe(true);
    await expect(revoked).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('statementDeadlineMs'),
      cause: { message: 'error 57014' },
    });
    expect(await found()).toEqual(verifiable(stored));
    await host.query('rollback');
    expect(await revoke()).toBe(true);
  });

  it('delays a revocation if it releases the key in time, and does not swallow it', async () => {
    const { url, whole, revoke } = await storageWithKey({ statementDeadlineMs: 10_000 });
    const host = await foreignClient(url);
    await host.query(`begin; ${rename}`);
    const revoked = revoke();
    await untilWaiting(await foreignClient(url), 1);
    await host.query('commit');
    expect(await revoked).toBe(true);
    expect(await whole()).toMatchObject({ name: 'renamed', revokedAt: new Date(0) });
  });

  it('leaves no call waiting on the server after its deadline if it has locked the table', async () => {
    const { url, found, stored } = await storageWithKey({ statementDeadlineMs: 100, maxConnections: 1 });
    const host = await foreignClient(url);
    await host.query('begin; lock table postern_key in access exclusive mode');
    for (let time = 0; time < 5; time += 1)
      await expect(found()).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    await untilWaiting(host, 0);
    await host.query('rollback');
    expect(await found()).toEqual(verifiable(stored));
  });

  it('leaves at most one search per connection waiting after its deadline if it has locked the table', async () => {
    const maxConnections = 3;
    const { url, found, stored } = await storageWithKey({ statementDeadlineMs: 600, maxConnections });
    const [host, watcher] = [await foreignClient(url), await foreignClient(url)];
    const count = async (condition: string): Promise<number> => {
      const sessions = 'pg_stat_activity where datname = current_database()';
      const { rows } = await watcher.query(`select count(*)::int from ${sessions} and ${condition}`);
      return rows[0].count;
    };
    const isLean = "state = 'idle' and query like 'set local client_encoding%'";
    const findLean = async () => {
      expect([await found(), await found()]).toEqual([verifiable(stored), verifiable(stored)]);
      expect(await count(isLean)).toBeGreaterThan(0);
    };
    await findLean();
    await host.query('begin; lock table postern_key in access exclusive mode');
    const finds: Promise<unknown>[] = [];
    const waiting: number[] = [];
    for (const endsAt = performance.now() + 1_800; performance.now() < endsAt; await pause(20)) {
      finds.push(found().catch((error: unknown) => error));
      waiting.push(await count("wait_event_type = 'Lock'"));
    }
    await host.query('rollback');
    expect(Math.max(...waiting)).toBeGreaterThan(0);
    // And as many that the server ends itself.
    expect(Math.max(...waiting)).toBeLessThanOrEqual(2 * maxConnections);
    expect(await finds[0]).toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    expect(await finds.at(-1)).toEqual(verifiable(stored));
    await untilWaiting(watcher, 0);
    // Besides the two of this test, the storage that created the tables has one.
    const others = () => count('pid <> pg_backend_pid()');
    await expect.poll(others).toBeLessThanOrEqual(maxConnections + 2);
    await findLean();
  });
});

it('a call reports that no connection is available if all are taken', async () => {
  const { url, found, revoke } = await storageWithKey({ maxConnections: 1, connectDeadlineMs: 100 });
  const host = await foreignClient(url);
  await host.query(`begin; ${rename}`);
  const revoked = revoke();
  await untilWaiting(await foreignClient(url), 1);
  await expect(found()).rejects.toMatchObject({
    code: 'ERR_REPOSITORY_UNAVAILABLE',
    message: expect.stringContaining('connectDeadlineMs'),
  });
  await host.query('rollback');
  expect(await revoked).toBe(true);
});

describe("a host's pool that has no connection left", () => {
  it('a call fails at its deadline, and a connection that arrives late is returned', async () => {
    const { pool, found, stored } = await storageOverPool();
    const taken = await pool.connect();
    await expect(found()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('connectDeadlineMs'),
    });
    taken.release();
    await expect.poll(() => [pool.idleCount, pool.waitingCount]).toEqual([1, 0]);
    expect(await found()).toEqual(verifiable(stored));
  });
});
