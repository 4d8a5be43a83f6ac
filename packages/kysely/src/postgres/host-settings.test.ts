import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import {
  foreignClient,
  hostPool,
  storageIn,
  temporaryDatabase,
  untilWaiting,
} from '../../test-support/temporary-database.js';
import { verifiable } from '../../test-support/verifiable.js';

/** Settings that a database, a role or a pool may have for other users. */
const hostSettings = [
  "timezone = 'America/St_Johns'",
  "datestyle = 'SQL, DMY'",
  "datestyle = 'German'",
  "intervalstyle = 'sql_standard'",
  "default_transaction_isolation = 'serializable'",
  'default_transaction_deferrable = on',
  "search_path = 'elsewhere'",
  'standard_conforming_strings = off',
  'synchronous_commit = off',
  'statement_timeout = 0',
  'row_security = off',
  "bytea_output = 'escape'",
  'extra_float_digits = 0',
  'lock_timeout = 1',
];

async function databaseSetTo(setting: string): Promise<string> {
  const url = await temporaryDatabase();
  const host = await foreignClient(url);
  await host.query(
    `do $$ begin execute format('alter database %I set ${setting.replaceAll("'", "''")}', current_database()); end $$`,
  );
  return url;
}

it.each(hostSettings)('a database with %s works like any other', async (setting) => {
  const storage = storageIn(await databaseSetTo(setting));
  await storage.migrate();
  const owner = { kind: 'user', id: 'é… 漢字' };
  const stored = buildStoredKey({
    key: buildKey({ owner, expiresAt: new Date('2030-02-03T04:05:06.007Z') }),
  });
  const entry = buildAuditEntry(stored.key);
  await storage.repository.insert(stored, entry);
  const found = new Map([[stored.key.id, verifiable(stored)]]);
  const find = () => storage.repository.find([stored.key.id]);
  // After the first one, messages set less. What an answer shows then may concern those that are in flight.
  expect(await find()).toEqual(found);
  expect(await Promise.all([find(), find(), find()])).toEqual([found, found, found]);
  expect(await find()).toEqual(found);
  const page = { after: null, limit: 10 };
  expect(await storage.repository.history({ ...page, of: { keyId: stored.key.id } })).toEqual([entry]);
});

it('functions and operators that others created in public, or where the role looks first, have no effect', async () => {
  const url = await databaseSetTo('search_path = evil, pg_catalog, public');
  const host = await foreignClient(url);
  await host.query(`create table public.ran (what text);
    create function public.hashtextextended(text, integer) returns bigint language plpgsql as $$ begin
      insert into public.ran values ('hash'); return 1; end $$;
    create schema evil;
    create function evil.same(text, text) returns boolean language sql as 'select true';
    create operator evil.= (leftarg = text, rightarg = text, function = evil.same)`);
  const storage = storageIn(url);
  await storage.migrate();
  const [one, other] = [buildStoredKey(), buildStoredKey()];
  for (const stored of [one, other]) await storage.repository.insert(stored, buildAuditEntry(stored.key));
  const at = new Date(0);
  const entry = buildAuditEntry(one.key, { action: 'revoked' });
  expect(await storage.repository.revoke({ keyId: one.key.id, at, reason: null }, entry)).toBe(true);
  expect(await storage.repository.find([other.key.id])).toEqual(new Map([[other.key.id, verifiable(other)]]));
  const nobody = { kind: 'user', id: 'nobody' };
  const all = { state: 'all', now: at, after: null, limit: 10 } as const;
  expect(await storage.repository.list({ owner: nobody, ...all })).toEqual([]);
  expect((await host.query('select what from public.ran')).rows).toEqual([]);
});

it('a find reads its table by its own rules, whatever a session would look up first', async () => {
  const shadows = `create temp table postern_key (like public.postern_key);
    create schema evil; create domain evil.text as pg_catalog.text; create domain evil.bool as pg_catalog.bool;
    create view evil.postern_key as select * from public.postern_key;
    create function evil.yes(pg_catalog.text, pg_catalog.text) returns pg_catalog.bool language sql as 'select true';
    create function evil.yes(pg_catalog.text, pg_catalog.text[]) returns pg_catalog.bool language sql as 'select true';
    create operator evil.= (leftarg = pg_catalog.text, rightarg = pg_catalog.text, function = evil.yes);
    create operator evil.= (leftarg = pg_catalog.text, rightarg = pg_catalog.text[], function = evil.yes);
    set search_path = pg_temp, evil, pg_catalog, public`;
  const { storage, stored } = await storageWithKey((url) => {
    const pool = hostPool(url, { max: 1 });
    pool.on('connect', (client) => void client.query(shadows));
    return { pool };
  });
  const other = buildStoredKey();
  await storage.repository.insert(other, buildAuditEntry(other.key));
  const [id, otherId, unknown] = [stored.key.id, other.key.id, buildKey().id];
  expect(await storage.repository.find([unknown])).toEqual(new Map());
  expect(await storage.repository.find([id])).toEqual(new Map([[id, verifiable(stored)]]));
  expect(await storage.repository.find([otherId, unknown])).toEqual(new Map([[otherId, verifiable(other)]]));
});

it('an acknowledged change is on the disk, even if the database is set to acknowledge it earlier', async () => {
  const url = await databaseSetTo('synchronous_commit = off');
  const storage = storageIn(url);
  await storage.migrate();
  const host = await foreignClient(url);
  await host.query(`create table seen (setting text);
    create function see() returns trigger language plpgsql as $$ begin
      insert into public.seen values (current_setting('synchronous_commit')); return new; end $$;
    create trigger see after insert on postern_key for each row execute function see()`);
  const stored = buildStoredKey();
  await storage.repository.insert(stored, buildAuditEntry(stored.key));
  expect((await host.query('select setting from seen')).rows).toEqual([{ setting: 'on' }]);
});

describe("a host's pool", () => {
  it('may have parsers of its own, set globally or for the pool', async () => {
    const types = { getTypeParser: () => () => 'parsed by the host' };
    const { stored, found } = await storageWithKey((url) => ({ pool: hostPool(url, { types }) }));
    expect(await found()).toEqual(verifiable(stored));
  });

  it('may send settings when it connects, without waiting for them', async () => {
    const pools: pg.Pool[] = [];
    const { found, stored } = await storageWithKey((url) => {
      const pool = hostPool(url, { max: 1 });
      pool.on('connect', (client) => void client.query("set application_name = 'host'"));
      pools.push(pool);
      return { pool };
    });
    const connected = vi.fn();
    for (const pool of pools) pool.on('connect', connected);
    expect(await found()).toEqual(verifiable(stored));
    expect(connected).toHaveBeenCalledOnce();
  });

  it('may give up on statements early: a find waits as long as it does with any other pool', async () => {
    const { url, found, stored } = await storageWithKey((to) => ({
      pool: hostPool(to, { statement_timeout: 200, lock_timeout: 10_000 }),
    }));
    const host = await foreignClient(url);
    expect(await found()).toEqual(verifiable(stored));
    await host.query('begin; lock table postern_key in access exclusive mode');
    const finding = found();
    await untilWaiting(await foreignClient(url), 1);
    await host.query('select pg_sleep(0.4); commit');
    expect(await finding).toEqual(verifiable(stored));
  });

  it.each(['LATIN1', 'SQL_ASCII', 'WIN1251'])(
    'may use the encoding %s: texts come back exactly, and are the same through other connections',
    async (encoding) => {
      const { url, storage } = await storageWithKey((to) => {
        const pool = hostPool(to, { max: 1 });
        pool.on('connect', (client) => void client.query(`set client_encoding = '${encoding}'`));
        return { pool };
      });
      const owner = { kind: 'user', id: 'é… 漢字' };
      const stored = buildStoredKey({ key: buildKey({ owner, name: owner.id }) });
      await storage.repository.insert(stored, buildAuditEntry(stored.key));
      const other = storageIn(url);
      for (const { repository } of [storage, storage, other]) {
        expect(await repository.find([stored.key.id])).toEqual(
          new Map([[stored.key.id, verifiable(stored)]]),
        );
        const all = { owner, state: 'all', now: new Date(0), after: null, limit: 10 } as const;
        expect(await repository.list(all)).toEqual([stored.key]);
      }
    },
  );

  it('fails with a clear message if its clients turn out to request values in binary form', async () => {
    class BinaryClient extends pg.Client {
      readonly binary = true;
    }
    const { found } = await storageWithKey((url) => ({
      pool: hostPool(url, { Client: BinaryClient, max: 1 }),
    }));
    for (let time = 0; time < 2; time += 1) {
      await expect(found()).rejects.toMatchObject({
        code: 'ERR_REPOSITORY_UNAVAILABLE',
        message: expect.stringContaining('binary'),
      });
    }
  });

  it('keeps the state of its sessions', async () => {
    const url = await temporaryDatabase();
    const pool = hostPool(url, { max: 1 });
    const settings = async () =>
      (await pool.query('select name, setting from pg_settings order by name')).rows;
    const before = await settings();
    const storage = storageIn(url, { pool });
    await storage.migrate();
    const stored = buildStoredKey();
    await storage.repository.insert(stored, buildAuditEntry(stored.key));
    await storage.repository.find([stored.key.id]);
    expect(await settings()).toEqual(before);
    const prepared = 'select count(*)::int as count from pg_prepared_statements';
    expect((await pool.query(prepared)).rows).toEqual([{ count: 0 }]);
  });

  it('is refused if its pg is older than 8.21, which does not report transactions', async () => {
    class OlderClient extends pg.Client {}
    Object.assign(OlderClient.prototype, { getTransactionStatus: undefined });
    const { found } = await storageWithKey((url) => ({ pool: hostPool(url, { Client: OlderClient }) }));
    await expect(found()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('update pg'),
    });
  });
});
