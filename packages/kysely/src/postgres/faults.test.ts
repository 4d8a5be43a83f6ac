import { type PostgresServer, settlesWithin, startPostgres } from '@postern/postgres-server';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type StorageWithKey, storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import { foreignClient, storageIn } from '../../test-support/temporary-database.js';
import { verifiable } from '../../test-support/verifiable.js';
import type { PostgresStorageOptions } from './options.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: 12, superuser_reserved_connections: 0 } });
});
afterAll(() => server.close());

const unavailable = { code: 'ERR_REPOSITORY_UNAVAILABLE' };
const readOnly = { ...unavailable, message: expect.stringContaining('the server is read-only') };

/** A storage with one key on the server of this file, which is warm: a connection is open. */
async function warmStorage(options: Partial<PostgresStorageOptions> = {}): Promise<StorageWithKey> {
  const made = await storageWithKey(options, server.url);
  await made.found();
  return made;
}

/** Expects a call to be refused as unavailable by its own deadline, before any other deadline. */
async function expectUnavailableSoon(call: () => Promise<unknown>): Promise<void> {
  const called = call();
  expect(await settlesWithin(4_000, called)).toBe(true);
  await expect(called).rejects.toMatchObject(unavailable);
}

it('F01 calls fail immediately when the server stops, and succeed again once it runs', async () => {
  const { found, revoke, stored } = await warmStorage({
    connectDeadlineMs: 9_000,
    statementDeadlineMs: 9_000,
  });
  await server.stop();
  for (const call of [found, revoke]) await expectUnavailableSoon(call);
  await server.start();
  expect(await found()).toEqual(verifiable(stored));
  expect(await revoke()).toBe(true);
});

it('F01 a server that was killed has every acknowledged change', async () => {
  const { found, revoke } = await warmStorage();
  expect(await revoke()).toBe(true);
  await server.kill9();
  await expect(found()).rejects.toMatchObject(unavailable);
  await server.start();
  expect(await found()).toMatchObject({ key: { revokedAt: new Date(0) } });
});

it('F01 calls to a frozen server fail at the deadline, and succeed again once it responds', async () => {
  const { found, revoke, stored } = await warmStorage({ connectDeadlineMs: 500, statementDeadlineMs: 500 });
  server.freeze();
  // One call has the open connection, the others wait for new ones.
  await Promise.all([found, found, revoke].map(expectUnavailableSoon)).finally(() => server.thaw());
  await expect.poll(found, { timeout: 5_000 }).toHaveProperty('hash', stored.hash);
});

it('F01 calls fail immediately if the server has no connections left, and succeed again once it has', async () => {
  const { url, found, stored } = await storageWithKey({}, server.url);
  const others = [];
  for (let more = true; more; ) {
    const other = await foreignClient(url).catch(() => undefined);
    if (other === undefined) more = false;
    else others.push(other);
  }
  await expect(found()).rejects.toMatchObject({
    ...unavailable,
    message: expect.stringContaining('no connections left'),
    cause: { message: 'error 53300' },
  });
  await Promise.all(others.map((other) => other.end()));
  await expect.poll(found, { timeout: 5_000 }).toEqual(verifiable(stored));
});

it('F01 a connection that the server closed is replaced without a failed call', async () => {
  const { url, found, revoke, stored } = await warmStorage({ maxConnections: 1 });
  const host = await foreignClient(url);
  const cutOff = () =>
    host.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
  for (let time = 0; time < 5; time += 1) {
    // The connection may end before, during or after the next call.
    const [result] = await Promise.all([found(), cutOff()]);
    expect(result).toEqual(verifiable(stored));
  }
  await cutOff();
  expect(await revoke()).toBe(true);
});

it('F01 a commit whose outcome is unknown is not attempted again', async () => {
  const { url, storage, revoke } = await warmStorage({ maxConnections: 1 });
  const host = await foreignClient(url);
  // The server ends the connection during the commit.
  await host.query(`create function die() returns trigger language plpgsql as $$ begin
      perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return new; end $$;
    create constraint trigger die after update on postern_key initially deferred for each row execute function die()`);
  await expect(revoke()).rejects.toMatchObject({
    ...unavailable,
    message: expect.stringContaining('may or may not have been made'),
  });
  await host.query('drop trigger die on postern_key');
  expect(await revoke()).toBe(true);
  await storage.close();
});

it('F01 only changes fail on a read-only database, with a clear message', async () => {
  const { url, found, revoke, stored } = await storageWithKey({}, server.url);
  const host = await foreignClient(url);
  const setTo = (value: string) =>
    host.query(`do $$ begin
      execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$`);
  await setTo('on');
  expect(await found()).toEqual(verifiable(stored));
  await expect(revoke()).rejects.toMatchObject(readOnly);
  await host.query('begin read write');
  await setTo('off');
  await host.query('commit');
  expect(await revoke()).toBe(true);
});

it('F01 every call fails on a standby, which receives revocations late, with a clear message', async () => {
  const { url, stored } = await storageWithKey({}, server.url);
  const standby = await server.startStandby();
  const { pathname } = new URL(url);
  const storage = storageIn(new URL(pathname, standby.url).href);
  const isStandby = { ...unavailable, message: expect.stringContaining('standby') };
  await expect(storage.repository.find([stored.key.id])).rejects.toMatchObject(isStandby);
  await expect(
    storage.repository.revoke({ keyId: stored.key.id, at: new Date(), reason: null }, {} as never),
  ).rejects.toMatchObject(readOnly);
  await expect(storage.migrate()).rejects.toMatchObject(isStandby);
  await storage.close();
  await standby.close();
});

afterEach(async () => {
  // Whatever a test left behind, the next one has a running server.
  await server.start().catch(() => undefined);
});
