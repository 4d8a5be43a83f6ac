import { PosternError } from '@postern/core';
import { type Deadline, within } from './deadline.js';
import { wrapDriverError } from './driver-error.js';
import type { PostgresClient, PostgresPool } from './pool.js';

/** A pool, and whether it is the host application's. */
export interface PoolOfSomebody {
  readonly pool: PostgresPool;
  readonly isHosts: boolean;
}

/**
 * Takes a connection of a pool. One that somebody has given back in the middle of a transaction is ended: what Postern
 * does must neither be part of it, nor be taken back with it.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE`
 */
export async function acquire(
  { pool, isHosts }: PoolOfSomebody,
  deadline: Deadline,
): Promise<PostgresClient> {
  for (;;) {
    const client = await connect(pool, deadline);
    const state = isHosts ? stateOf(client) : 'idle';
    if (state === 'idle') return client;
    client.release(true);
    if (state === 'unknown') throw tellsNothing();
  }
}

async function connect(pool: PostgresPool, deadline: Deadline): Promise<PostgresClient> {
  try {
    const afterwards = (client: PostgresClient) => client.release();
    return await within(Math.max(deadline.leftMs(), 0), pool.connect(), { onLate: late, afterwards });
  } catch (error) {
    throw wrapDriverError(error);
  }
}

/** Idle is a connection in no transaction, as the server said last, which has answered all that it was sent. */
function stateOf(client: PostgresClient): 'idle' | 'busy' | 'unknown' {
  if (client.getTransactionStatus === undefined) return 'unknown';
  return client.getTransactionStatus() === 'I' && client.readyForQuery !== false ? 'idle' : 'busy';
}

function tellsNothing(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the clients of pool do not tell whether they are in a transaction; update pg to 8.21 or later, or give a connectionString',
  );
}

function late(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'there was no connection to PostgreSQL within the deadline (connectDeadlineMs); look whether the server answers, and whether the pool has connections left',
  );
}
