import { PosternError } from '@postern/core';
import { type Deadline, within } from '../deadline.js';
import { wrapDriverError } from './driver-error.js';
import type { PostgresClient, PostgresPool } from './pool.js';

/** Where connections come from: a pool, which may be the host application's. */
export interface ConnectionSource {
  readonly pool: PostgresPool;
  readonly isHosts: boolean;
  /** How many the pool opens at most. */
  readonly maxConnections: number;
}

/**
 * Takes a connection of a pool, to be given back by `giveBack`. One that somebody has given back in the middle of a
 * transaction is ended: what Postern does must neither be part of it, nor be taken back with it.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export async function acquire(
  { pool, isHosts }: ConnectionSource,
  deadline: Deadline,
): Promise<PostgresClient> {
  for (;;) {
    const client = await connect(pool, deadline);
    if (client.binary === true) {
      giveBack(client, { isUsable: true });
      throw answersInBinary();
    }
    if (isHosts) await untilAnswered(client, deadline);
    // F09 postgres
    const state = isHosts ? stateOf(client) : 'idle';
    if (state === 'idle') return client;
    giveBack(client, { isUsable: false });
    if (state === 'unknown') throw stateIsUntold();
  }
}

async function connect(pool: PostgresPool, deadline: Deadline): Promise<PostgresClient> {
  try {
    const afterwards = (client: PostgresClient) => giveBack(client, { isUsable: true });
    return await within(Math.max(deadline.leftMs(), 0), borrow(pool), {
      onLate: noConnectionInTime,
      afterwards,
    });
  } catch (error) {
    throw wrapDriverError(error);
  }
}

/**
 * A host may have sent something when it connected, such as a `set`, and not have waited: what state it leaves is known
 * only when it is answered. An empty statement is answered after it. A part of the time is left to take another connection.
 */
async function untilAnswered(client: PostgresClient, deadline: Deadline): Promise<void> {
  if (client.readyForQuery !== false) return;
  const answered = client.query({ text: '' });
  await within(Math.max(deadline.leftMs() / 2, 0), answered, { onLate: noConnectionInTime }).catch(
    () => undefined,
  );
}

/** Idle is a connection in no transaction, as the server said last, which has answered all that it was sent. */
function stateOf(client: PostgresClient): 'idle' | 'busy' | 'unknown' {
  if (client.getTransactionStatus === undefined) return 'unknown';
  return client.getTransactionStatus() === 'I' && client.readyForQuery !== false ? 'idle' : 'busy';
}

function answersInBinary(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the clients of the pool ask for values in binary form; make it without binary: true, and leave pg.defaults.binary off',
  );
}

function stateIsUntold(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the clients of pool do not tell whether they are in a transaction; update pg to 8.21 or later, or give a connectionString',
  );
}

/** What happens to whoever waits too long for a connection, wherever it was. */
export function noConnectionInTime(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'there was no connection to PostgreSQL within the deadline (connectDeadlineMs); look whether the server answers, and whether the pool has connections left',
  );
}

/**
 * Borrows a connection of a pool. One that breaks says so by an event, which ends a process that does not listen, and it
 * may break as it is handed over: whoever listened only when a promise has settled would be late.
 */
function borrow(pool: PostgresPool): Promise<PostgresClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) return reject(error);
      client.on('error', ignore);
      resolve(client);
    });
  });
}

/** Gives a connection back, or ends it where it is of no more use. What it says as it ends is still ignored. */
export function giveBack(client: PostgresClient, { isUsable }: { readonly isUsable: boolean }): void {
  client.release(!isUsable);
  if (isUsable) client.off('error', ignore);
}

function ignore(): void {}
