import { type KeyLookup, PosternError } from '@postern/core';
import type { KeyDatabase, Work } from '../key-database.js';
import { acquire, noConnectionInTime } from './acquire.js';
import { attemptUntil } from './attempt.js';
import { type Deadline, deadlineIn } from './deadline.js';
import { wrapDriverError } from './driver-error.js';
import { keyFinder } from './key-finder.js';
import { kyselyOver } from './kysely-over.js';
import { type Lane, laneOf } from './lane.js';
import { makeSchema } from './make-schema.js';
import { migrationLockSql } from './migration-lock.js';
import type { PostgresSettings } from './options.js';
import { postgresDialect } from './postgres-dialect.js';
import { beginSession, type Session } from './session.js';
import { isStandbySql, refuseStandby } from './standby.js';
import { tablesIn } from './tables-in.js';
import { inTransaction } from './transaction.js';

/** A PostgreSQL. `find` always answers by promise. */
export interface PostgresDatabase extends KeyDatabase, KeyLookup {
  readonly close: () => Promise<void>;
}

/** What is asked of a database. */
interface Call<Value> {
  readonly work: (session: Session) => Promise<Value>;
  /** Default: `statementDeadlineMs`. */
  readonly deadlineMs?: number;
  /** Which lane it waits in for a connection. Default: none. */
  readonly lane?: Lane;
}

/** Makes the database of checked options. Nothing is opened yet. */
export function postgresDatabase(settings: PostgresSettings): PostgresDatabase {
  const { connectDeadlineMs, statementDeadlineMs, migrationDeadlineMs } = settings;
  const findIn = keyFinder(settings);
  // Every request waits for a find, and none for a change: so many changes at once, or a lock that they all wait for, must
  // not take the last connection. A migration goes without, for it may wait a minute for another one.
  const besideFind = laneOf(Math.max(1, Math.floor(settings.maxConnections / 2)));
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Each attempt takes a connection anew. The deadline begins when there is the first. */
  function perform<Value>({ work, deadlineMs = statementDeadlineMs, lane }: Call<Value>): Promise<Value> {
    let deadline: Deadline | undefined;
    return attemptUntil(
      () => deadline ?? deadlineIn(0),
      async () => {
        const connected = deadlineIn(Math.min(connectDeadlineMs, deadline?.leftMs() ?? connectDeadlineMs));
        const leave = await lane?.enter(connected, noConnectionInTime);
        try {
          const client = await acquire(settings, connected);
          deadline ??= deadlineIn(deadlineMs);
          const session = beginSession(client, deadline);
          return await work(session).finally(session.end);
        } finally {
          leave?.();
        }
      },
    );
  }

  async function answer<Value>(call: Call<Value>): Promise<Value> {
    if (closing !== undefined) throw closed();
    const performed = perform(call);
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
    answer({
      lane: besideFind,
      work: (session) => inTransaction(session, () => work(kyselyOver(session, settings))),
    });

  async function close(): Promise<void> {
    await Promise.allSettled(underWay);
    await settings.endPool();
  }

  return {
    dialect: postgresDialect,
    read: transact,
    write: transact,
    migrate: (work) =>
      answer({
        deadlineMs: migrationDeadlineMs,
        work(session) {
          const migrateAll = async () => {
            // Where nothing is to be done, nothing else would tell whoever starts a service on a standby.
            const [server] = await session.run({ text: `select ${isStandbySql}` });
            refuseStandby(server);
            await makeSchema(session, settings);
            return work(kyselyOver(session, settings), await tablesIn(session, settings));
          };
          return inTransaction(session, migrateAll, { first: migrationLockSql(settings) });
        },
      }),
    find: (ids) => answer({ work: (session) => findIn(session, ids) }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function closed(): PosternError {
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage was closed by storage.close()');
}
