import { createDatabase, type PostgresServer, settlesWithin, startPostgres } from '@postern/postgres-server';
import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { postgresDialect } from './dialect.js';

interface Tables {
  note: { text: string };
}

const deadlineMs = 300;
const unavailable = { name: 'DatabaseUnavailableError' };

function openDatabase(connectionString: string): Kysely<Tables> {
  const limits = { connections: 2, connectMs: 1_500, deadlineMs };
  const db = new Kysely<Tables>({ dialect: postgresDialect(connectionString, limits) });
  onTestFinished(() => db.destroy());
  return db;
}

/** A database with a table, and another connection to it. */
async function open(serverUrl = inject('postgresUrl')) {
  const { url, drop } = await createDatabase(serverUrl);
  onTestFinished(drop);
  const other = new pg.Client({ connectionString: url });
  other.on('error', () => undefined);
  await other.connect();
  onTestFinished(() => other.end());
  await other.query('create table note (text text unique)');
  const texts = async () =>
    (await other.query<{ text: string }>('select text from note')).rows.map((row) => row.text);
  return { db: openDatabase(url), other, texts };
}

/** Ends all other connections to the database. */
const endOthers =
  'select pg_terminate_backend(pid, 5000) from pg_stat_activity ' +
  'where datname = current_database() and pid <> pg_backend_pid()';

describe('the workspace on PostgreSQL', () => {
  it('gives up a change that waits for a lock, and so does PostgreSQL', async () => {
    const { db, other, texts } = await open();
    await other.query("begin; insert into note values ('a')");
    const change = db.insertInto('note').values({ text: 'a' }).execute();
    await expect(change).rejects.toMatchObject(unavailable);
    const waiting = 'select pid from pg_locks where not granted and pid <> pg_backend_pid()';
    await expect.poll(async () => (await other.query(waiting)).rows).toEqual([]);
    await other.query('rollback');
    expect(await texts()).toEqual([]);
    await db.insertInto('note').values({ text: 'b' }).execute();
    expect(await texts()).toEqual(['b']);
  });

  it('gives up a query that waits for a lock', async () => {
    const { db, other } = await open();
    await other.query('begin; lock table note');
    await expect(db.selectFrom('note').selectAll().execute()).rejects.toMatchObject(unavailable);
    await other.query('rollback');
    expect(await db.selectFrom('note').selectAll().execute()).toEqual([]);
  });

  it('replaces an idle connection that was ended, without ending the process', async () => {
    const { db, other } = await open();
    await db.selectFrom('note').selectAll().execute();
    await other.query(endOthers);
    await expect.poll(() => db.selectFrom('note').selectAll().execute().catch(String)).toEqual([]);
  });

  it('rolls back a transaction whose connection is ended', async () => {
    const { db, other, texts } = await open();
    const changes = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('note').values({ text: 'a' }).execute();
      await other.query(endOthers);
      await transaction.insertInto('note').values({ text: 'b' }).execute();
    });
    await expect(changes).rejects.toMatchObject(unavailable);
    expect(await texts()).toEqual([]);
  });

  it('rolls back a failed transaction, and continues', async () => {
    const { db, texts } = await open();
    const insert = (text: string) => db.insertInto('note').values({ text }).execute();
    await insert('a');
    await expect(insert('a')).rejects.toMatchObject({ code: '23505' });
    const changes = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('note').values({ text: 'b' }).execute();
      throw new Error('on second thoughts');
    });
    await expect(changes).rejects.toThrow('on second thoughts');
    expect(await texts()).toEqual(['a']);
  });

  it('uses READ COMMITTED, and at most the allowed number of connections', async () => {
    const { db } = await open();
    const isolation = db.transaction().execute(async (transaction) => {
      const { rows } = await sql<object>`show transaction_isolation`.execute(transaction);
      return rows;
    });
    expect(await isolation).toEqual([{ transaction_isolation: 'read committed' }]);
    await Promise.all([1, 2, 3, 4].map(() => sql`select pg_sleep(0.01)`.execute(db)));
    const { rows } = await sql<{ count: string }>`select count(*) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
    expect(rows).toEqual([{ count: '2' }]);
  });
});

describe('the workspace on a frozen PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.close());

  it('gives up a transaction at the deadline, and leaves none open', async () => {
    const { db, other, texts } = await open(server.url);
    await db.insertInto('note').values({ text: 'before' }).execute();
    server.freeze();
    const changes = db
      .transaction()
      .execute((transaction) => transaction.insertInto('note').values({ text: 'frozen' }).execute());
    expect(await settlesWithin(deadlineMs + 1_500, changes)).toBe(true);
    await expect(changes).rejects.toMatchObject(unavailable);

    server.thaw();
    await db.insertInto('note').values({ text: 'after' }).execute();
    expect(await texts()).toEqual(['before', 'after']);
    const { rows } = await other.query(
      "select state from pg_stat_activity where state like 'idle in transaction%'",
    );
    expect(rows).toEqual([]);
  });
});
