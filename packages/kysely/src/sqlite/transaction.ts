import { setImmediate as nextTurn } from 'node:timers/promises';
import { PosternError } from '@postern/core';
import { sql } from 'kysely';
import type { Work } from '../key-database.js';
import type { Session } from './session.js';

/**
 * Runs work in a transaction that has the write lock from its start: one that reads first and then can't write would
 * have to start over. Kysely's own transactions start without it; `connection()` keeps all other work of this process
 * out until the end just as well. The driver is synchronous, so no turn of the event loop passes between `begin` and
 * `commit`, although the work reads as it would for an asynchronous database. A turn passes between two transactions,
 * so that many writes don't block the event loop in one go.
 */
export function inTransaction<Value>(
  { db, isInPlace, requireOneCopy }: Session,
  work: Work<Value>,
): Promise<Value> {
  return db.connection().execute(async (connection) => {
    requireOneCopy();
    await sql`begin immediate`.execute(connection);
    try {
      const value = await work(connection);
      await sql`commit`.execute(connection);
      if (!isInPlace()) throw writtenElsewhere();
      await nextTurn();
      return value;
    } catch (error) {
      // If SQLite has rolled back by itself, there is nothing left to roll back.
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

function writtenElsewhere(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database file or its -wal was replaced while a change was being committed, so others may not see the change; check the key before you try again',
  );
}
