import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { spawnSource } from '../test-support/spawn-source.js';
import { databaseOn } from '../test-support/sqlite-under-test.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../test-support/temporary-storage.js';
import { createTables } from './migrations/001-create-tables.js';
import { allMigrations } from './migrations/all.js';
import type { Migration } from './migrations/migration.js';
import { runMigrations } from './run-migrations.js';

const applied = (file: string) =>
  foreignConnection(file).prepare('select number, name from postern_migration').raw().all();
const tables = (file: string) =>
  foreignConnection(file)
    .prepare("select name from sqlite_schema where type = 'table' order by 1")
    .pluck()
    .all();
const all = allMigrations.map(({ number, name }) => [number, name]);

const makeTable = (number: number, name: string): Migration => ({
  number,
  name: `make-${name}`,
  up: ({ schema }) => schema.createTable(name).addColumn('id', 'text').execute(),
});
const failing: Migration = { number: 3, name: 'fail', up: () => Promise.reject(new Error('no')) };

/** Runs some migrations on a file, like a version of Postern that has these. */
async function migrateTo(file: string, migrations: readonly Migration[]): Promise<void> {
  const database = databaseOn({ file });
  await runMigrations(database, migrations).finally(database.close);
}

describe('migrate()', () => {
  it('changes nothing when it is called again', async () => {
    const file = temporaryFile();
    const storage = temporaryStorage({ file });
    await storage.migrate();
    const rows = foreignConnection(file).prepare('select * from postern_migration').all();
    await storage.migrate();
    expect(foreignConnection(file).prepare('select * from postern_migration').all()).toEqual(rows);
    expect(applied(file)).toEqual(all);
  });

  it('refuses tables that it has no record of, and leaves them as they are', async () => {
    const file = temporaryFile();
    // Like a tool that runs the SQL of docs/schema.md.
    foreignConnection(file).exec('create table postern_key (id text)');
    await expect(temporaryStorage({ file }).migrate()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('your own migration tool'),
    });
    expect(tables(file)).toEqual(['postern_key']);
  });

  it('runs the migrations that have not run, in order', async () => {
    const file = temporaryFile();
    await migrateTo(file, [createTables]);
    await migrateTo(file, [createTables, makeTable(2, 'two'), makeTable(3, 'three')]);
    expect(applied(file)).toEqual([
      [1, 'create-tables'],
      [2, 'make-two'],
      [3, 'make-three'],
    ]);
    expect(tables(file)).toEqual([
      'postern_audit',
      'postern_key',
      'postern_migration',
      'postern_three',
      'postern_two',
    ]);
  });

  it('runs all migrations or none', async () => {
    const file = temporaryFile();
    await expect(migrateTo(file, [createTables, makeTable(2, 'two'), failing])).rejects.toThrow();
    expect(tables(file)).toEqual([]);
  });

  it('leaves a database that a newer version has migrated as it is', async () => {
    const file = temporaryFile();
    await migrateTo(file, [createTables, makeTable(2, 'two')]);
    await migrateTo(file, [createTables]);
    expect(applied(file)).toEqual([
      [1, 'create-tables'],
      [2, 'make-two'],
    ]);
    expect(tables(file)).toContain('postern_two');
  });

  it('creates tables that accept no value of another type', async () => {
    const file = temporaryFile();
    await migrateTo(file, [createTables]);
    const strict = "select name, wr, strict from pragma_table_list where name like 'postern%' order by 1";
    expect(foreignConnection(file).prepare(strict).raw().all()).toEqual([
      ['postern_audit', 1, 1],
      ['postern_key', 1, 1],
      ['postern_migration', 1, 1],
    ]);
  });
});

describe('several calls of migrate() on one file at the same time', () => {
  it('succeed in one process', async () => {
    const file = temporaryFile();
    const storages = Array.from({ length: 5 }, () => temporaryStorage({ file }));
    await Promise.all(storages.map(({ migrate }) => migrate()));
    expect(applied(file)).toEqual(all);
  });

  it('succeed in separate processes', async () => {
    const file = temporaryFile();
    const children = Array.from({ length: 2 }, () => spawnSource('migrate.mjs', file));
    const exits = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(exits).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(applied(file)).toEqual(all);
  });
});
