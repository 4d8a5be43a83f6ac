import { isPosternError, PosternError, safeCause } from '@postern/core';

/** What each SQLSTATE, or its class, tells whoever runs the service. */
const meanings: readonly (readonly [state: RegExp, meaning: string])[] = [
  [/^25006$/, 'the server only reads: it is a standby, or set to be read-only; connect to the primary'],
  [/^57014$/, 'a statement took longer than statementDeadlineMs; look for a transaction that holds a lock'],
  [/^55P03$/, 'a lock was held by somebody else until the deadline; look for a transaction that stays open'],
  [/^40/, 'others changed the same rows at the same time, again and again until the deadline; try again'],
  [/^53300$/, 'the server has no connection left; lower maxConnections, or put a pooler between'],
  [/^53100$/, 'the disk of the server is full; make room there, and try again'],
  [/^28/, 'the server refuses the login; check user, password and pg_hba.conf'],
  [/^0A000$/, 'PostgreSQL cannot run this statement on the table; check whether it has a rule, or is a view'],
  [/^3D000$/, 'the database does not exist; create it first'],
  [
    /^42501$/,
    'the role may not do this; grant it what it needs on the schema and the tables (docs/scaling.md, Grants)',
  ],
];

const schemaMissing = /^(42P01|42703|3F000)$/;

/**
 * Makes an error of Postern of whatever was thrown. Of an error of the driver only the class and the code are kept: its
 * fields quote whole rows, hashes included (docs/threat-model.md, P07).
 */
export function wrapDriverError(error: unknown): PosternError {
  if (isPosternError(error)) return error;
  const state = sqlState(error);
  const cause = safeCause(error);
  if (state !== undefined && schemaMissing.test(state))
    return new PosternError(
      'ERR_SCHEMA_MISSING',
      'the tables of Postern are missing or outdated; call storage.migrate() when the service starts',
      { cause },
    );
  return new PosternError('ERR_REPOSITORY_UNAVAILABLE', meaningOf(state), { cause });
}

/** The SQLSTATE of an error that the server has sent. `undefined`: it comes from elsewhere. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error && 'severity' in error && 'code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function meaningOf(state: string | undefined): string {
  if (state === undefined || isLostState(state))
    return 'the server can not be reached, or ended the connection; look whether it runs, and at the address and the network (the cause has the code of the driver)';
  const known = meanings.find(([pattern]) => pattern.test(state));
  return (
    known?.[1] ??
    'the database can not be used; look up the SQLSTATE that the cause has, and the log of the server'
  );
}

/** A server that shuts down, starts, or has ended this connection. */
function isLostState(state: string): boolean {
  return /^(08|57P|25P03|25P04)/.test(state);
}

/** Says whether the connection is gone on which an error came up: nobody can use it any more. */
export function isLost(error: unknown): boolean {
  if (isPosternError(error)) return false;
  const state = sqlState(error);
  return state === undefined || isLostState(state);
}
