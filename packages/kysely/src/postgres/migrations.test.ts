import { once } from 'node:events';
import { buildKey } from '@postern/core/testing';
import { describe, expect, it } from 'vitest';
import { storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import { spawnSource } from '../../test-support/spawn-source.js';
import {
  foreignClient,
  storageIn,
  temporaryDatabase,
  untilWaiting,
} from '../../test-support/temporary-database.js';
import { verifiable } from '../../test-support/verifiable.js';
import { allMigrations } from '../migrations/all.js';
import type { Migration } from '../migrations/migration.js';
import { runMigrations } from '../run-migrations.js';
import { readOptions } from './options.js';
import { postgresDatabase } from './postgres-database.js';

const all = allMigrations.map(({ number, name }) => ({ number, name }));
const next = allMigrations.length + 1;

async function asked(url: string, query: string): Promise<readonly unknown[]> {
  const client = await foreignClient(url);
  const { rows } = await client.query(query);
  await client.end();
  return rows;
}

const applied = (url: string) => asked(url, 'select number, name from postern_migration order by number');
const tables = async (url: string) => {
  const rows = await asked(
    url,
    "select schemaname || '.' || tablename as name from pg_tables where schemaname !~ '^(pg_|information_)' order by 1",
  );
  return (rows as readonly { readonly name: string }[]).map(({ name }) => name);
};

/** Runs some migrations, like a version of Postern that has these. */
async function migrateTo(url: string, migrations: readonly Migration[]): Promise<void> {
  const database = postgresDatabase(readOptions({ connectionString: url }));
  await runMigrations(database, migrations).finally(database.close);
}

describe('migrate() on PostgreSQL', () => {
  it('changes nothing when it is called again', async () => {
    const url = await temporaryDatabase();
    const storage = storageIn(url);
    await storage.migrate();
    const rows = await asked(url, 'select * from postern_migration');
    await storage.migrate();
    expect(await asked(url, 'select * from postern_migration')).toEqual(rows);
    expect(await applied(url)).toEqual(all);
  });

  it('runs all migrations or none', async () => {
    const url = await temporaryDatabase();
    const failing: Migration = { number: next, name: 'fail', up: () => Promise.reject(new Error('no')) };
    await expect(migrateTo(url, [...allMigrations, failing])).rejects.toThrow();
    expect(await tables(url)).toEqual([]);
  });

  it('leaves a database that a newer version has migrated as it is', async () => {
    const url = await temporaryDatabase();
    const newer: Migration = {
      number: next,
      name: 'newer',
      up: ({ schema }) => schema.createTable('newer').addColumn('id', 'text').execute(),
    };
    await migrateTo(url, [...allMigrations, newer]);
    await migrateTo(url, allMigrations);
    expect(await tables(url)).toContain('public.postern_newer');
  });

  it('creates the schema if it is missing, and only touches its own schema and prefix', async () => {
    const url = await temporaryDatabase();
    await asked(url, 'create table key (id text); create index key_by_owner on key (id)');
    await storageIn(url, { schema: 'keys', tablePrefix: 'one_' }).migrate();
    await storageIn(url, { schema: 'keys', tablePrefix: '_' }).migrate();
    const names = ['audit', 'issue_request', 'key', 'migration', 'offer'];
    expect(await tables(url)).toEqual([
      ...names.map((name) => `keys._${name}`),
      ...names.map((name) => `keys.one_${name}`),
      'public.key',
    ]);
  });

  it('creates columns that compare texts by bytes, in a database that compares them by the rules of a language', async () => {
    const url = await temporaryDatabase();
    await storageIn(url).migrate();
    expect(await asked(url, "select 'a' < 'B' as by_rules")).toEqual([{ by_rules: true }]);
    const others = `select table_name, column_name from information_schema.columns
      where table_name like 'postern_%' and data_type = 'text' and collation_name is distinct from 'C'`;
    expect(await asked(url, others)).toEqual([]);
  });

  it('needs no right to create schemas if the schema exists, and reports which right is missing', async () => {
    const url = await temporaryDatabase();
    await asked(
      url,
      'create schema open; create schema shut; grant create, usage on schema open to pg_read_all_stats',
    );
    await storageIn(asKeeper(url), { schema: 'open' }).migrate();
    await expect(storageIn(asKeeper(url), { schema: 'shut' }).migrate()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('grant'),
      cause: { message: 'error 42501' },
    });
  });

  it('needs no right to create anything if there is nothing to do', async () => {
    const url = await temporaryDatabase();
    await storageIn(url, { schema: 'keys' }).migrate();
    await asked(
      url,
      'grant usage on schema keys to pg_read_all_stats; grant select on keys.postern_migration to pg_read_all_stats',
    );
    await storageIn(asKeeper(url), { schema: 'keys' }).migrate();
  });

  it('refuses tables that it has no record of, and leaves them as they are', async () => {
    const url = await temporaryDatabase();
    await asked(url, 'create table postern_key (id text)');
    await expect(storageIn(url).migrate()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('your own migration tool'),
    });
    expect(await tables(url)).toEqual(['public.postern_key']);
  });
});

/** The same database, as a role that exists on every server and owns nothing. */
function asKeeper(url: string): string {
  const asRole = new URL(url);
  asRole.searchParams.set('options', '-c role=pg_read_all_stats');
  return asRole.href;
}

describe('several calls of migrate() on one database at the same time', () => {
  it('succeed in one process', async () => {
    const url = await temporaryDatabase();
    await Promise.all(Array.from({ length: 8 }, () => storageIn(url).migrate()));
    expect(await applied(url)).toEqual(all);
  });

  it('succeed in separate processes', async () => {
    const url = await temporaryDatabase();
    const children = Array.from({ length: 2 }, () => spawnSource('migrate.mjs', url));
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(exits).toEqual(children.map(() => [0, null]));
    expect(await applied(url)).toEqual(all);
  });

  it('F06 leave nothing of one that is killed halfway, and the next one proceeds', async () => {
    const url = await temporaryDatabase();
    const child = spawnSource('migrate-and-hang.mjs', url);
    await once(child.stdout, 'data');
    const migrated = storageIn(url).migrate();
    await untilWaiting(await foreignClient(url), 1);
    expect(await tables(url)).toEqual([]);
    child.kill('SIGKILL');
    await migrated;
    expect(await applied(url)).toEqual(all);
  });

  it('fail at their deadline if they wait too long for another', async () => {
    const url = await temporaryDatabase();
    const running: Promise<void>[] = [];
    const finish = await new Promise<() => void>((begun) => {
      const slow: Migration = { number: 1, name: 'slow', up: () => new Promise((resolve) => begun(resolve)) };
      running.push(migrateTo(url, [slow]));
    });
    await expect(storageIn(url, { migrationDeadlineMs: 300 }).migrate()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
    finish();
    await Promise.all(running);
  });
});

it('F09 a migration that waits for a reader of the table does not delay a find until its deadline', async () => {
  const { url, found, stored } = await storageWithKey();
  const host = await foreignClient(url);
  await host.query('begin; select count(*) from postern_key');
  const widen: Migration = {
    number: next,
    name: 'widen',
    up: ({ schema }) => schema.alterTable('key').addColumn('wide', 'text').execute(),
  };
  const migrated = migrateTo(url, [...allMigrations, widen]);
  await untilWaiting(await foreignClient(url), 1);
  // This one waits for it, until it gives up its place.
  expect(await found()).toEqual(verifiable(stored));
  await host.query('commit');
  await migrated;
  expect(await found()).toEqual(verifiable(stored));
});

describe('the latest migrations', () => {
  /** The last one adds a column to the table of keys, which takes an instant. All that takes long comes before it. */
  const allButTheLast = allMigrations.slice(0, -1);

  /** A database with one key, where these have not run. */
  async function outdated() {
    const url = await temporaryDatabase();
    await migrateTo(url, allMigrations.slice(0, 5));
    const [key, host] = [buildKey(), await foreignClient(url)];
    const columns = 'id, owner_kind, owner_id, name, hash, created_at, created_by_kind, created_by_id';
    await host.query(
      `insert into postern_key (${columns}) values ('${key.id}', 'user', 'ada', 'a', 'a', now(), 'user', 'ada')`,
    );
    return { url, key, host };
  }

  it('F09 do not delay a find while they create indexes', async () => {
    const { url, key } = await outdated();
    const running: Promise<void>[] = [];
    const commit = await new Promise<() => void>((begun) => {
      const last: Migration = {
        number: allMigrations.length,
        name: 'last',
        up: () => new Promise((resolve) => begun(resolve)),
      };
      running.push(migrateTo(url, [...allButTheLast, last]));
    });
    const { repository } = storageIn(url, { statementDeadlineMs: 500 });
    expect((await repository.find([key.id])).size).toBe(1);
    commit();
    await Promise.all(running);
  });

  it('never deadlock with a change that locks its key first', async () => {
    const { url, host } = await outdated();
    await host.query('begin; select from postern_key for no key update');
    const migrated = storageIn(url).migrate();
    await untilWaiting(await foreignClient(url), 1);
    await host.query("set local lock_timeout = '500ms'; update postern_key set name = 'b'; commit");
    await migrated;
  });

  it('never deadlock with a change, which locks a key before it adds its entry', async () => {
    const { url, host } = await outdated();
    await host.query("begin; update postern_key set name = 'b'");
    const migrated = storageIn(url).migrate();
    await untilWaiting(await foreignClient(url), 1);
    await host.query('lock table postern_audit in row exclusive mode nowait; commit');
    await migrated;
  });
});
