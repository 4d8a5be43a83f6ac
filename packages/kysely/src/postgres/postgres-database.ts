import { setTimeout as pause } from 'node:timers/promises';
import { type KeyLookup, PosternError } from '@postern/core';
import { type Deadline, deadlineIn } from '../deadline.js';
import type { KeyDatabase, Work } from '../key-database.js';
import { type Lane, laneOf } from '../limiter.js';
import { acquire, noConnectionInTime } from './connection.js';
import { isLost, sqlState, wrapDriverError } from './driver-error.js';
import { keyFinder } from './key-finder.js';
import { makeSchema, migrationLockSql, tablesIn } from './migrating.js';
import type { PostgresSettings } from './options.js';
import { postgresDialect } from './postgres-dialect.js';
import { beginSession, kyselyOver, type Session } from './session.js';
import { inTransaction, isStandbySql, refuseStandby } from './transaction.js';

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

const shortestPauseMs = 2;
const longestPauseMs = 100;

/**
 * Attempts something again where others were in the way: a serialization failure, a deadlock, a lock that was not had in
 * time. Where the connection was lost it is attempted once more, since a pool may lend one that was cut off long ago. Not
 * where it was lost by a commit: that one comes as an error of Postern. Until the deadline; then it rejects with what was
 * thrown last. The pauses grow and are jittered, so that those who were in each other's way don't meet again in step.
 */
async function attemptUntil<Value>(deadline: () => Deadline, attempt: () => Promise<Value>): Promise<Value> {
  let losses = 0;
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await attempt();
    } catch (error) {
      if (isLost(error)) losses += 1;
      const again = isConflict(error) || (isLost(error) && losses === 1);
      const actualPauseMs = pauseMs * (0.5 + Math.random() / 2);
      if (!again || deadline().leftMs() <= actualPauseMs) throw error;
      await pause(actualPauseMs);
    }
  }
}

/** `serialization_failure`, `deadlock_detected`, `lock_not_available`: nothing of it was done. */
function isConflict(error: unknown): boolean {
  return /^(40001|40P01|55P03)$/.test(sqlState(error) ?? '');
}
