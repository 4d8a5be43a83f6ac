import { PosternError } from '@postern/core';
import type { Session, StatementResult } from './session.js';

/** How long the server itself goes on with a statement, as a part of what there is left: it ends a little earlier. */
const partOfServer = 0.9;

/**
 * Settings that hold until the end of the transaction, or of the message where nobody begins one. A pooler may give the
 * next one to another client. They call no function, so nothing is looked up before the search path is set: from then on
 * no function or operator counts but PostgreSQL's own, whoever else may have put one where the role would look
 * (CVE-2018-1058). Nor does the server plan them, which it would a `select`. The message that they are sent in is ASCII:
 * until they have run, the server may take what it gets for another encoding.
 */
export function settingsSql(session: Session): string {
  const ms = Math.max(1, Math.floor(session.deadline.leftMs() * partOfServer));
  return [
    'set local search_path = pg_catalog, pg_temp',
    // Where a lock is waited for, the server ends the wait, and the connection is not lost for it.
    `set local statement_timeout = ${ms}`,
    // The driver writes and reads UTF-8, whatever a host has set: an owner's ID must not become another one's.
    `set local client_encoding = 'UTF8'`,
    // Instants are read in this style, whatever the server or the role has for others.
    `set local datestyle = 'ISO'`,
  ].join('; ');
}

/** What a transaction has that is not left open: where this process stops, nobody waits for its locks for long. */
const notLeftOpen = `set_config('idle_in_transaction_session_timeout', current_setting('statement_timeout'), true)`;

/** What was committed is on the disk: a server may be set to say so earlier, and to lose a revocation with its power. */
const onDisk = `set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, true)`;

/** Runs work in one transaction, and commits. Where it fails, all of it is taken back. */
export async function inTransaction<Value>(
  session: Session,
  work: () => Promise<Value>,
  { first = '' }: { readonly first?: string } = {},
): Promise<Value> {
  let value: Value;
  try {
    const begin = `begin isolation level read committed; ${settingsSql(session)}; select ${onDisk}, ${notLeftOpen}`;
    await session.run({ text: first === '' ? begin : `${begin}; ${first}` });
    value = await work();
  } catch (error) {
    await session.rollback();
    throw error;
  }
  await session.commit();
  return value;
}

/** What asks the server, among what a `select` gives, whether it is a standby. */
export const isStandbySql = 'pg_catalog.pg_is_in_recovery() as is_standby';

/** @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` where the result of `isStandbySql` does not say that it is none. */
export function refuseStandby(result: StatementResult | undefined): void {
  const [row] = (result?.rows ?? []) as readonly { readonly is_standby: unknown }[];
  if (row?.is_standby === 'f') return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the server is a standby, where a revocation arrives late; connect to the primary',
  );
}
