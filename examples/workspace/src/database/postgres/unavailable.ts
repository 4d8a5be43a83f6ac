import pg from 'pg';
import { DatabaseUnavailableError } from '../database.js';

/** SQLSTATEs, and classes of them, that are about the server and not the statement (appendix A of its manual). */
const states: readonly string[] = [
  '08', // the connection
  '25', // a transaction that can't write, as on a standby
  '28', // the user or the password
  '3D', // no such database
  '40', // transactions in conflict
  '53', // no connections, memory or disk space left
  '55', // a lock that could not be taken
  '57', // shutting down, starting, or a statement that took too long
  '58', // the disk
  '42501', // missing privileges
];

const reasons: Readonly<Record<string, string>> = {
  '25006': 'it is read-only',
  '28000': 'it does not accept this user',
  '28P01': 'the user or the password is wrong',
  '3D000': 'there is no such database',
  '42501': 'this user lacks the privileges that the workspace needs',
  '53300': 'it has no connection left',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
};

/**
 * Checks whether a connection can no longer be used. PostgreSQL's errors do not affect it, except for those that end
 * it. A connection to a read-only server leads, after a failover, to the wrong one.
 */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || error.code === '25006';
}

/**
 * Returns the error for an unavailable database. It has only the code of the driver's error, whose message and details
 * quote rows. `undefined`: the statement is wrong, not the database.
 */
export function unavailable(error: unknown): DatabaseUnavailableError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'NO_ANSWER';
  const isUnavailable =
    !(error instanceof pg.DatabaseError) || states.some((state) => code.startsWith(state));
  if (!isUnavailable) return undefined;
  return new DatabaseUnavailableError(
    code,
    `${reasons[code] ?? 'it does not respond as expected'} (${code})`,
  );
}
