import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../../test-support/temporary-directory.js';
import { sqliteDialect } from './dialect.js';

interface Tables {
  note: { text: string };
}

async function open({ mayWrite = true } = {}) {
  const file = join(await temporaryDirectory(), 'test.sqlite');
  const other = new Sqlite(file);
  other.pragma('journal_mode = WAL');
  other.exec('create table note (text text)');
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file, { mayWrite }) });
  onTestFinished(async () => {
    await db.destroy();
    other.close();
  });
  return { db, other };
}

describe('the workspace on SQLite', () => {
  it('waits for a lock without blocking the event loop', async () => {
    const { db, other } = await open();
    other.exec('begin immediate');
    const written = db.insertInto('note').values({ text: 'patient' }).execute();
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
      // This very process holds the lock: a wait that blocked it would never end.
      if (turns === 5) other.exec('commit');
    }, 1);
    await written;
    clearInterval(counting);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('waits at the beginning of a transaction, so that it does not fail halfway', async () => {
    const { db, other } = await open();
    other.exec('begin immediate; insert into note values (1)');
    const read = db
      .transaction()
      .execute((transaction) => transaction.selectFrom('note').selectAll().execute());
    setImmediate(() => other.exec('commit'));
    expect(await read).toHaveLength(1);
  });

  it('can open a connection that may not write', async () => {
    const { db } = await open({ mayWrite: false });
    await expect(db.insertInto('note').values({ text: 'x' }).execute()).rejects.toThrow('SQLITE_READONLY');
  });

  it('writes so that a power cut undoes nothing', async () => {
    const { db } = await open();
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
    expect(rows).toEqual([{ synchronous: 2 }]);
  });
});
