import { PosternError } from '@postern/core';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Tables } from '../tables.js';

/**
 * How often a change is attempted that changed nothing although its condition is met. In between, somebody else may have
 * made it so; a database that ignores the change does so each time.
 */
export const maxAttempts = 10;

/** The columns of a row, and what they say. */
type Values<Table extends 'key' | 'offer'> = Partial<Tables[Table]>;

/** The condition that the columns of a row say just this. */
export function says<Table extends 'key' | 'offer'>(
  values: Values<Table>,
): (eb: ExpressionBuilder<Tables, Table>) => Expression<SqlBool> {
  return (eb) =>
    eb.and(
      Object.entries(values).map(([column, value]) =>
        value === null ? eb(column as never, 'is', null) : eb(column as never, '=', value as never),
      ),
    );
}

/**
 * Checks, in the transaction that wrote a record, that it says what was written. A trigger may have altered it, and no
 * statement reports what a trigger does after it.
 */
export async function requireKey(
  db: Kysely<Tables>,
  condition: (eb: ExpressionBuilder<Tables, 'key'>) => Expression<SqlBool>,
): Promise<void> {
  const found = await db.selectFrom('key').select('id').where(condition).limit(1).execute();
  if (found.length === 0) throw notWritten();
}

/** Checks the same of an offer. */
export async function requireOffer(db: Kysely<Tables>, values: Values<'offer'>): Promise<void> {
  const found = await db.selectFrom('offer').select('id').where(says<'offer'>(values)).limit(1).execute();
  if (found.length === 0) throw notWritten();
}

/** Checks that a statement changed the one row that it names. */
export function requireOneRow(count: bigint): void {
  if (count !== 1n) throw notWritten();
}

/** The fault of a database that reports no error, and did not do what it was told. Thrown, so that all is taken back. */
export function notWritten(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database ignored or altered a change without an error, so nothing was changed; look for row-level security policies, triggers and rules on the tables of Postern, and for a read-only replica',
  );
}
