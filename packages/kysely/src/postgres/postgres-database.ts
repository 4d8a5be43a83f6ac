import { type KeyLookup, PosternError } from '@postern/core';
import type { KeyDatabase, Work } from '../key-database.js';
import { acquire } from './acquire.js';
import { attemptUntil } from './attempt.js';
import { type Deadline, deadlineIn } from './deadline.js';
import { wrapDriverError } from './driver-error.js';
import { keyFinder } from './key-finder.js';
import { kyselyOver } from './kysely-over.js';
import { makeSchema } from './make-schema.js';
import { migrationLockSql } from './migration-lock.js';
import type { PostgresSettings } from './options.js';
import { postgresDialect } from './postgres-dialect.js';
import { beginSession, type Session } from './session.js';
import { inTransaction } from './transaction.js';

/** A PostgreSQL. `find` always answers by promise. */
export interface PostgresDatabase extends KeyDatabase, KeyLookup {
  readonly close: () => Promise<void>;
}

/** Makes the database of checked options. Nothing is opened yet. */
export function postgresDatabase(settings: PostgresSettings): PostgresDatabase {
  const { connectDeadlineMs, statementDeadlineMs, migrationDeadlineMs } = settings;
  const findIn = keyFinder(settings);
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Each attempt takes a connection anew. The deadline begins when there is the first. */
  function perform<Value>(deadlineMs: number, work: (session: Session) => Promise<Value>): Promise<Value> {
    let deadline: Deadline | undefined;
    return attemptUntil(
      () => deadline ?? deadlineIn(0),
      async () => {
        const connectMs = Math.min(connectDeadlineMs, deadline?.leftMs() ?? connectDeadlineMs);
        const client = await acquire(settings, deadlineIn(connectMs));
        deadline ??= deadlineIn(deadlineMs);
        const session = beginSession(client, deadline);
        return work(session).finally(session.end);
      },
    );
  }

  async function answer<Value>(
    work: (session: Session) => Promise<Value>,
    deadlineMs: number = statementDeadlineMs,
  ): Promise<Value> {
    if (closing !== undefined) throw closed();
    const performed = perform(deadlineMs, work);
    underWay.add(performed);
    try {
      return await performed;
    } catch (error) {
      throw wrapDriverError(error);
    } finally {
      underWay.delete(performed);
    }
  }

  const transact = <Value>(work: Work<Value>) =>
    answer((session) => inTransaction(session, () => work(kyselyOver(session, settings))));

  async function close(): Promise<void> {
    await Promise.allSettled(underWay);
    await settings.endPool();
  }

  return {
    dialect: postgresDialect,
    read: transact,
    write: transact,
    migrate: (work) =>
      answer((session) => {
        const migrateAll = async () => {
          await makeSchema(session, settings);
          return work(kyselyOver(session, settings));
        };
        return inTransaction(session, migrateAll, { first: migrationLockSql(settings) });
      }, migrationDeadlineMs),
    find: (ids) => answer((session) => findIn(session, ids)),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function closed(): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage was closed by storage.close()');
}
