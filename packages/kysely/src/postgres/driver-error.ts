import { isPosternError, PosternError } from '@postern/core';
import { safeCause } from '@postern/core/ports';
import { schemaMissing } from '../storage.js';

/** What each SQLSTATE, or class of them, means for the person who runs the service. */
const meanings: readonly (readonly [state: RegExp, meaning: string])[] = [
  [/^25006$/, 'the server is read-only: it is a standby, or configured so; connect to the primary'],
  [/^57014$/, 'a statement took longer than statementDeadlineMs; look for a transaction that holds a lock'],
  [/^55P03$/, 'another session held a lock until the deadline; look for a transaction that stays open'],
  [/^40/, 'concurrent changes to the same rows conflicted until the deadline; try again'],
  [/^53300$/, 'the server has no connections left; lower maxConnections, or use a connection pooler'],
  [/^53100$/, "the server's disk is full; make room on it, and try again"],
  [/^28/, 'the server refused the login; check user, password and pg_hba.conf'],
  [/^0A000$/, 'PostgreSQL cannot run this statement on the table; check whether it has a rule, or is a view'],
  [/^42704$/, 'the server has no such setting or object; Postern needs PostgreSQL 14 or later'],
  [/^3D000$/, 'the database does not exist; create it first'],
  [
    /^42501$/,
    'the role lacks a privilege; grant it what it needs on the schema and the tables (docs/scaling.md, Grants)',
  ],
];

/**
 * Turns whatever was thrown into an error of Postern. Only the class and the code of a driver's error are kept, because
 * its fields quote whole rows, including hashes (docs/threat-model.md, P07).
 */
export function wrapDriverError(error: unknown): PosternError {
  if (isPosternError(error)) return error;
  const state = sqlState(error);
  const cause = safeCause(error);
  if (isSchemaMissing(state)) return schemaMissing({ cause });
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', meaningOf(state), { cause });
}

/** The SQLSTATE of an error that the server sent. `undefined`: the error comes from elsewhere. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error && 'severity' in error && 'code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function isSchemaMissing(state: string | undefined): boolean {
  return state !== undefined && /^(42P01|42703|3F000)$/.test(state);
}

function meaningOf(state: string | undefined): string {
  if (state === undefined || isLostState(state))
    return 'the server cannot be reached, or it closed the connection; check that it is running, and check the address and the network (the cause has the code of the driver)';
  const known = meanings.find(([pattern]) => pattern.test(state));
  return (
    known?.[1] ?? "the database cannot be used; look up the SQLSTATE in the cause, and check the server's log"
  );
}

/** The states of a server that shuts down, is starting, or has closed this connection. */
function isLostState(state: string): boolean {
  return /^(08|57P|25P03|25P04)/.test(state);
}

/** Checks whether an error means that its connection is lost, and can't be used any more. */
export function isLost(error: unknown): boolean {
  if (isPosternError(error)) return false;
  const state = sqlState(error);
  return state === undefined || isLostState(state);
}

/** Checks for a `serialization_failure`, `deadlock_detected` or `lock_not_available`: nothing was changed. */
export function isConflict(error: unknown): boolean {
  return /^(40001|40P01|55P03)$/.test(sqlState(error) ?? '');
}
