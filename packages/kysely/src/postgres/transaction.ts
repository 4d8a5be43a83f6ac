import { PosternError } from '@postern/core';
import type { Session, StatementResult } from './session.js';

/** The part of the time left after which the server itself ends a statement: a little before the deadline. */
const serverShare = 0.9;

/**
 * Settings that last until the end of the transaction, or of the message if no transaction is open: a pooler may hand
 * the connection to another client next. They call no function, so no name is looked up before the search path is set.
 * From then on only PostgreSQL's own functions and operators are found, whatever someone has created where the role
 * would look (CVE-2018-1058). And the server does not plan them, as it would a `select`. The message that they are sent
 * in is ASCII: until they have run, the server may decode it in another encoding.
 */
export function settingsSql(session: Session): string {
  const ms = Math.max(1, Math.floor(session.deadline.leftMs() * serverShare));
  return [
    'set local search_path = pg_catalog, pg_temp',
    // If a statement waits for a lock, the server ends the wait, so that the connection need not be closed.
    `set local statement_timeout = ${ms}`,
    // The driver writes and reads UTF-8, whatever a host has set: one owner's ID must not turn into another's.
    `set local client_encoding = 'UTF8'`,
    // Instants are read in this style, whatever the server or the role uses by default.
    `set local datestyle = 'ISO'`,
  ].join('; ');
}

/** Ends a transaction that is left open: if this process stops, others don't wait for its locks for long. */
const idleTimeout = `set_config('idle_in_transaction_session_timeout', current_setting('statement_timeout'), true)`;

/**
 * Makes the server flush to disk before it reports a commit: it may be configured to report it earlier, and then loses
 * a revocation in a power cut.
 */
const synchronousCommit = `set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, true)`;

/** Runs work in one transaction, and commits it. If the work fails, everything is rolled back. */
export async function inTransaction<Value>(
  session: Session,
  work: () => Promise<Value>,
  { first = '' }: { readonly first?: string } = {},
): Promise<Value> {
  let value: Value;
  try {
    const begin = `begin isolation level read committed; ${settingsSql(session)}; select ${synchronousCommit}, ${idleTimeout}`;
    await session.run({ text: first === '' ? begin : `${begin}; ${first}` });
    value = await work();
  } catch (error) {
    await session.rollback();
    throw error;
  }
  await session.commit();
  return value;
}

/** A column of a `select` that reports whether the server is a standby. */
export const isStandbySql = 'pg_catalog.pg_is_in_recovery() as is_standby';

/**
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` unless the result of `isStandbySql` says that it is not a
 * standby.
 */
export function refuseStandby(result: StatementResult | undefined): void {
  const [row] = (result?.rows ?? []) as readonly { readonly is_standby: unknown }[];
  if (row?.is_standby === 'f') return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the server is a standby, which receives revocations late; connect to the primary',
  );
}
