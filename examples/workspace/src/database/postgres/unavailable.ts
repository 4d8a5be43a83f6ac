import pg from 'pg';
import { DatabaseUnavailableError } from '../database-unavailable-error.js';

/** SQLSTATEs, and classes of them, that tell of the server and not of the statement (appendix A of its manual). */
const states: readonly string[] = [
  '08', // the connection
  '25', // a transaction that can't write: a standby
  '28', // the user or the password
  '3D', // the database is not there
  '40', // two transactions in each other's way
  '53', // no connections, no memory, no room
  '55', // a lock that could not be had
  '57', // shutting down, starting, a statement that took too long
  '58', // the disk
  '42501', // what the role may do
];

const reasons: Readonly<Record<string, string>> = {
  '25006': 'it is read-only',
  '28000': 'it does not let this user in',
  '28P01': 'the user or the password is wrong',
  '3D000': 'there is no such database',
  '42501': 'this user may not do there what the workspace needs',
  '53300': 'it has no connection left',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
};

/**
 * Says whether a connection is of no more use. PostgreSQL's errors leave it as it was, but for those that end it; and
 * one to a server that only reads leads, after a failover, to the wrong one.
 */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || error.code === '25006';
}

/**
 * Makes the error for a database that does not do its work. Nothing of the driver's is carried on but the code: its
 * messages and details quote rows. `undefined`: the statement is wrong, not the database.
 */
export function unavailable(error: unknown): DatabaseUnavailableError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'NO_ANSWER';
  const isServers = !(error instanceof pg.DatabaseError) || states.some((state) => code.startsWith(state));
  if (!isServers) return undefined;
  return new DatabaseUnavailableError(
    code,
    `${reasons[code] ?? 'it does not answer as it should'} (${code})`,
  );
}
