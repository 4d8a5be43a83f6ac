import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase } from './create-database.js';
import type { PostgresServer } from './postgres-server.js';
import { startPostgres } from './start-postgres.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ settings: { max_connections: 17, fsync: 'off' } });
});
afterAll(() => server.close());

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(async () => {
    // A server that is frozen or gone never answers.
    await Promise.race([client.end().catch(() => undefined), pause(100)]);
  });
  return client;
}

async function ask(url: string, query: string): Promise<unknown> {
  const { rows } = await (await connect(url)).query({ text: query, rowMode: 'array' });
  return rows[0]?.[0];
}

const answer = (client: Client) => client.query('select 1').then(() => 'answered');

it('startPostgres starts a PostgreSQL 18 with the given settings', async () => {
  expect(await ask(server.url, 'show server_version_num')).toMatch(/^18/);
  expect(await ask(server.url, 'show max_connections')).toBe('17');
});

it('createDatabase creates separate databases, and drop removes them', async () => {
  const [one, other] = [await server.createDatabase(), await server.createDatabase()];
  await ask(one.url, 'create table t as select 1');
  await expect(ask(other.url, 'select * from t')).rejects.toMatchObject({ code: '42P01' });
  await one.drop();
  await expect(ask(one.url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  await other.drop();
});

it('all tests share one server', async () => {
  const database = await createDatabase(inject('postgresUrl'));
  expect(
    await ask(database.url, 'select count(*)::int from pg_tables where schemaname = current_schema'),
  ).toBe(0);
  await database.drop();
});

it('drop waits for connections that are closing: a pool has ended before they are closed', async () => {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  const pool = new Pool({ connectionString: url, max: 20 });
  const errors: Error[] = [];
  pool.on('error', (error) => errors.push(error));
  await Promise.all(Array.from({ length: 20 }, () => pool.query('select pg_sleep(0.01)')));
  await pool.end();
  await drop();
  expect(errors).toEqual([]);
});

describe('a server that is broken', () => {
  it('closes its connections when it stops, and starts again with its data', async () => {
    const client = await connect(server.url);
    await client.query('create table kept as select 5 as five');
    await server.stop();
    await expect(answer(client)).rejects.toThrow();
    await expect(connect(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.start();
    expect(await ask(server.url, 'select five from kept')).toBe(5);
  });

  it('starts again after it was killed', async () => {
    const client = await connect(server.url);
    await server.kill9();
    await expect(answer(client)).rejects.toThrow();
    await server.start();
    expect(await ask(server.url, 'select 1')).toBe(1);
  });

  it('answers nothing while it is frozen, and everything once it is thawed', async () => {
    const client = await connect(server.url);
    server.freeze();
    const answered = answer(client);
    expect(await Promise.race([answered, pause(200, 'silent')])).toBe('silent');
    server.thaw();
    expect(await answered).toBe('answered');
  });

  it('is followed by a read-only standby', async () => {
    await ask(server.url, 'create table before_copy as select 1');
    const standby = await server.startStandby();
    onTestFinished(standby.close);
    expect(await ask(standby.url, 'select count(*)::int from before_copy')).toBe(1);
    await expect(ask(standby.url, 'create table t (id int)')).rejects.toMatchObject({ code: '25006' });
    await ask(server.url, 'create table after_copy as select 1');
    await expect
      .poll(() => ask(standby.url, "select to_regclass('after_copy')::text"), { timeout: 10_000 })
      .toBe('after_copy');
  });
});

it('startPostgres reports why a server does not start', async () => {
  const started = startPostgres({ settings: { max_connections: 'many' } });
  await expect(started).rejects.toThrow(/PostgreSQL did not start: .*max_connections/s);
});

describe('nothing is left of a server', () => {
  it('after it was closed, even while it was frozen', async () => {
    const other = await startPostgres();
    const directory = await ask(other.url, 'show data_directory');
    other.freeze();
    await other.close();
    expect(existsSync(String(directory))).toBe(false);
  });

  it('after the process that started it was killed', async () => {
    const hooks = new URL('../../kysely/test-support/run-sources.mjs', import.meta.url).href;
    const program = new URL('../test-support/start-and-print.mjs', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', hooks, program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url, directory } = JSON.parse(line.toString()) as {
      readonly url: string;
      readonly directory: string;
    };
    expect(existsSync(directory)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => existsSync(directory), { timeout: 10_000 }).toBe(false);
    await expect(connect(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
