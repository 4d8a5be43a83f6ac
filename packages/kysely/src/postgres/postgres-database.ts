import { type Deadline, deadlineIn, type RetryOptions, retryUntil } from '../deadline.js';
import type { KeyDatabase, Work } from '../key-database.js';
import { createLimiter, type Limiter } from '../limiter.js';
import { storageClosed } from '../storage.js';
import { acquireConnection, noConnectionInTime } from './connection.js';
import { isConflict, isLost, wrapDriverError } from './driver-error.js';
import { keyFinder } from './key-finder.js';
import { createMissingSchema, migrationLockSql, tablesIn } from './migrating.js';
import type { PostgresSettings } from './options.js';
import { postgresDialect } from './postgres-dialect.js';
import { openSession, type Session, sessionKysely } from './session.js';
import { askStandby, inTransaction, refuseStandby } from './transaction.js';

/** One call of the database. */
interface Call<Value> {
  readonly work: (session: Session) => Promise<Value>;
  /** Default: `statementDeadlineMs`. */
  readonly deadlineMs?: number;
  /** Limits how many run at the same time. Default: no limit. */
  readonly limiter?: Limiter;
}

/** Creates the database from checked options. Nothing is opened yet. */
export function postgresDatabase(settings: PostgresSettings): KeyDatabase {
  const { connectDeadlineMs, statementDeadlineMs, migrationDeadlineMs } = settings;
  const findIn = keyFinder(settings);
  // Every request waits for a `find`, and none for a change. So many changes at the same time, or a lock that they all
  // wait for, must not take the last connection. A migration is not limited: it may wait a minute for another one.
  const limiter = createLimiter(Math.max(1, Math.floor(settings.maxConnections / 2)));
  const inProgress = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Each attempt acquires a connection. The deadline starts when the first one is there. */
  function perform<Value>(call: Call<Value>): Promise<Value> {
    const { work, deadlineMs = statementDeadlineMs } = call;
    let deadline: Deadline | undefined;
    return withRetry(
      { deadline: () => deadline ?? deadlineIn(0), minAttemptMs: Math.min(50, deadlineMs / 10) },
      async () => {
        const connectDeadline = deadlineIn(
          Math.min(connectDeadlineMs, deadline?.leftMs() ?? connectDeadlineMs),
        );
        const leave = call.limiter && (await call.limiter.enter(connectDeadline, noConnectionInTime));
        try {
          const client = await acquireConnection(settings, connectDeadline);
          deadline ??= deadlineIn(deadlineMs);
          const session = openSession(client, deadline);
          try {
            return await work(session);
          } finally {
            session.end();
          }
        } finally {
          leave?.();
        }
      },
    );
  }

  async function answer<Value>(call: Call<Value>): Promise<Value> {
    if (closing !== undefined) throw storageClosed();
    const performed = perform(call);
    inProgress.add(performed);
    try {
      return await performed;
    } catch (error) {
      throw wrapDriverError(error);
    } finally {
      inProgress.delete(performed);
    }
  }

  const transact = <Value>(work: Work<Value>) =>
    answer({
      limiter,
      work: (session) => inTransaction(session, () => work(sessionKysely(session, settings))),
    });

  async function close(): Promise<void> {
    await Promise.allSettled(inProgress);
    await settings.endPool();
  }

  return {
    dialect: postgresDialect(settings),
    read: transact,
    write: transact,
    migrate: (work) =>
      answer({
        deadlineMs: migrationDeadlineMs,
        work(session) {
          const migrateAll = async () => {
            // If there is nothing to migrate, nothing else would refuse a service that starts on a standby.
            const [server] = await session.run(askStandby);
            refuseStandby(server);
            await createMissingSchema(session, settings);
            return work(sessionKysely(session, settings), await tablesIn(session, settings));
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

/**
 * Retries after a conflict. Retries once after a lost connection, since a pool may hand out one that was cut off long
 * ago; but not if it was lost during a commit: that error is already a `PosternError`, so it is not retried. An attempt
 * that the deadline cuts off would hide the conflict before it, so none starts shortly before the deadline.
 */
function withRetry<Value>(
  { deadline, minAttemptMs }: Pick<RetryOptions, 'deadline' | 'minAttemptMs'>,
  attempt: () => Promise<Value>,
): Promise<Value> {
  let losses = 0;
  const mayRetry = (error: unknown): boolean => {
    if (isLost(error)) losses += 1;
    return isConflict(error) || (isLost(error) && losses === 1);
  };
  return retryUntil(attempt, { deadline, minAttemptMs, mayRetry, minPauseMs: 2, maxPauseMs: 100 });
}
