import { PosternError } from '@postern/core';
import type { Session, StatementResult } from './session.js';

/** The part of the time left after which the server itself ends a statement: a little before the deadline. */
const serverShare = 0.9;

/**
 * Settings that last until the end of the transaction, or of the message if no transaction is open: a pooler may hand
 * the connection to another client next. They call no function, so no name is looked up. And the server does not plan
 * them, as it would a `select`. The message that they are sent in is ASCII: until they have run, the server may decode
 * it in another encoding.
 */
export function settingsSql(session: Session): string {
  const ms = Math.max(1, Math.floor(session.deadline.leftMs() * serverShare));
  return [
    // If a statement waits for a lock, the server ends the wait, so that the connection need not be closed.
    `set local statement_timeout = ${ms}`,
    encodingSql,
    // Instants are read in this style, whatever the server or the role uses by default.
    `set local datestyle = 'ISO'`,
  ].join('; ');
}

/** The driver writes and reads UTF-8, whatever a host has set: one owner's ID must not turn into another's. */
export const encodingSql = `set local client_encoding = 'UTF8'`;

/**
 * From here on only PostgreSQL's own functions and operators are found, whatever someone has created where the role
 * would look (CVE-2018-1058).
 */
const searchPathSql = 'set local search_path = pg_catalog, pg_temp';

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
    const settings = `${searchPathSql}; ${settingsSql(session)}`;
    const begin = `begin isolation level read committed; ${settings}; select ${synchronousCommit}, ${idleTimeout}`;
    await session.run({ text: first === '' ? begin : `${begin}; ${first}` });
    value = await work();
  } catch (error) {
    await session.rollback();
    throw error;
  }
  await session.commit();
  return value;
}

/** Asks whether the server is a standby. As exact as `pg_is_in_recovery()`, but there is nothing to plan. */
export const askStandby = { text: 'show in_hot_standby', rowMode: 'array' } as const;

/**
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` unless the result of `askStandby` says that it is not a standby.
 */
export function refuseStandby(result: StatementResult | undefined): void {
  const [row] = (result?.rows ?? []) as readonly (readonly unknown[])[];
  if (row?.[0] === 'off') return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the server is a standby, which receives revocations late; connect to the primary',
  );
}
