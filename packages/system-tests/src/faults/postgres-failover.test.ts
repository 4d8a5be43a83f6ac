import { postgresStorage } from '@postern/kysely/postgres';
import { type PostgresServer, startPostgres } from '@postern/postgres-server';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { figures } from '../../test-support/figures.js';
import { ask } from './ask.js';
import { injectFault } from './fault.js';
import { issueKeys } from './issue-keys.js';
import { send, slowestMs } from './load.js';
import { startWorld } from './postgres-world.js';
import { ada, startService } from './service.js';
import { switchingAddress } from './switching-address.js';

let primary: PostgresServer;
let standby: PostgresServer;
beforeAll(async () => {
  primary = await startPostgres({ settings: { fsync: 'off' } });
  standby = await primary.startStandby();
}, 60_000);
afterAll(async () => {
  await Promise.all([primary.close(), standby.close()]);
});

/** Waits until the standby has everything that was committed, as with synchronous replication, which loses nothing. */
async function waitForReplication(): Promise<void> {
  const written = await ask<string>(primary.url, 'select pg_current_wal_flush_lsn()::text');
  const hasCaughtUp = () =>
    ask<boolean>(standby.url, 'select pg_last_wal_replay_lsn() >= $1::pg_lsn', [written]);
  await expect.poll(hasCaughtUp, { timeout: 10_000 }).toBe(true);
}

const isStandby = { code: 'ERR_REPOSITORY_UNAVAILABLE', message: expect.stringContaining('standby') };

it('F01 a service connected to a standby answers 503 and reports why, because revocations arrive there late', async () => {
  const { url } = await primary.createDatabase();
  const onPrimary = postgresStorage({ connectionString: url });
  onTestFinished(() => onPrimary.close());
  await onPrimary.migrate();
  const [issued] = await issueKeys((await startService(onPrimary.repository)).keys, 1);
  if (issued === undefined) throw new Error('no key');
  await waitForReplication();

  const { pathname } = new URL(url);
  const storage = postgresStorage({ connectionString: new URL(pathname, standby.url).href });
  onTestFinished(() => storage.close());
  const service = await startService(storage.repository);
  expect(await send(service.url, issued)).toMatchObject({ status: 503, retryAfter: '1' });
  expect(service.events).toContainEqual({
    type: 'fault',
    code: 'ERR_REPOSITORY_UNAVAILABLE',
    error: expect.objectContaining(isStandby),
    keyId: issued.key.id,
  });
  await expect(service.keys.revoke(issued.key.id, { actor: ada })).rejects.toMatchObject(isStandby);
  await expect(storage.migrate()).rejects.toMatchObject({
    code: 'ERR_REPOSITORY_UNAVAILABLE',
    message: expect.stringMatching(/standby|only reads/),
  });
});

it('F01 a service under load answers 503 while its PostgreSQL fails over, and recovers by itself', async () => {
  const address = await switchingAddress(primary.url);
  const world = await startWorld(primary, address.at);
  const report = await injectFault(world, {
    lastsMs: 1_000,
    async begin() {
      await waitForReplication();
      await primary.kill9();
      address.switchTo(standby.url);
    },
    end: async () => void (await ask(standby.url, 'select pg_promote()')),
  });
  expect(report.during.length).toBeGreaterThan(20);
  expect(report.during.filter(({ status }) => status !== 503)).toEqual([]);
  expect(report.recoveredMs).toBeLessThan(5_000);
  figures('PostgreSQL fails over to its standby, under load', {
    'requests refused': report.refused.length,
    'ms for the slowest': slowestMs(report.refused),
    'ms from the promotion to the last one': report.recoveredMs,
  });
}, 60_000);
