import { PosternError } from '@postern/core';
import { type Deadline, within } from '../deadline.js';
import { wrapDriverError } from './driver-error.js';
import type { PostgresClient, PostgresPool } from './pool.js';

/** Where connections come from: a pool, which may be the host application's. */
export interface ConnectionSource {
  readonly pool: PostgresPool;
  /** Whether the pool is the host application's, which uses its connections too. */
  readonly isShared: boolean;
  /** How many connections the pool opens at most. */
  readonly maxConnections: number;
}

/**
 * Acquires a connection from a pool; return it with `releaseConnection`. One that was returned in the middle of a
 * transaction is closed instead: what Postern does must neither become part of that transaction nor be rolled back with
 * it.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export async function acquireConnection(
  { pool, isShared }: ConnectionSource,
  deadline: Deadline,
): Promise<PostgresClient> {
  for (;;) {
    const client = await acquireInTime(pool, deadline);
    if (client.binary === true) {
      releaseConnection(client, { isUsable: true });
      throw answersInBinary();
    }
    if (isShared && client.readyForQuery === false) await untilAnswered(client, deadline);
    // F09 postgres
    const state = isShared ? stateOf(client) : 'idle';
    if (state === 'idle') return client;
    releaseConnection(client, { isUsable: false });
    if (state === 'unknown') throw transactionStateUnknown();
  }
}

/**
 * A connection that breaks emits an event, which ends the process if no one listens. It may break just as the pool
 * hands it over, so a listener that is added only once a promise has settled would be too late.
 */
function acquireInTime(pool: PostgresPool, deadline: Deadline): Promise<PostgresClient> {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    let isLate = false;
    let timer: NodeJS.Timeout | undefined;
    const giveUp = () => {
      isLate = true;
      reject(noConnectionInTime());
    };
    pool.connect((error, client) => {
      isAnswered = true;
      clearTimeout(timer);
      if (client === undefined) return reject(wrapDriverError(error));
      client.on('error', ignore);
      if (isLate) releaseConnection(client, { isUsable: true });
      else resolve(client);
    });
    // If a connection is free, the pool hands it over before this runs, and no timer is needed.
    process.nextTick(() => {
      if (!isAnswered) timer = setTimeout(giveUp, Math.max(deadline.leftMs(), 0));
    });
  });
}

/**
 * Returns a connection to its pool, or closes it if it is no longer usable. Errors while it closes are still ignored.
 */
export function releaseConnection(
  client: PostgresClient,
  { isUsable }: { readonly isUsable: boolean },
): void {
  client.release(!isUsable);
  if (isUsable) client.off('error', ignore);
}

function ignore(): void {}

/**
 * The host may have sent something when the connection was made, such as a `set`, without waiting for it: the state
 * that it leaves is known only once it is answered. An empty statement is answered after it. Half of the time is kept
 * for acquiring another connection.
 */
async function untilAnswered(client: PostgresClient, deadline: Deadline): Promise<void> {
  const answered = client.query({ text: '' });
  await within(Math.max(deadline.leftMs() / 2, 0), answered, { onLate: noConnectionInTime }).catch(
    () => undefined,
  );
}

/**
 * A connection is idle if it is in no transaction, as the server reported last, and everything it was sent is answered.
 */
function stateOf(client: PostgresClient): 'idle' | 'busy' | 'unknown' {
  if (client.getTransactionStatus === undefined) return 'unknown';
  return client.getTransactionStatus() === 'I' && client.readyForQuery !== false ? 'idle' : 'busy';
}

function answersInBinary(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    "the pool's clients request values in binary form; create the pool without binary: true, and leave pg.defaults.binary off",
  );
}

function transactionStateUnknown(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    "the pool's clients do not report whether they are in a transaction; update pg to 8.21 or later, or pass a connectionString",
  );
}

/** What a call that waits too long for a connection gets, wherever it waited. */
export function noConnectionInTime(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'no connection to PostgreSQL became available before the deadline (connectDeadlineMs); check that the server responds, and that the pool has connections left',
  );
}
