import { PosternError } from '@postern/core';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';

/**
 * How often a change is attempted that changed nothing although its condition is met. In between, somebody else may have
 * made it so; a database that ignores the change does so each time.
 */
export const maxAttempts = 10;

/** A transaction that changes rows. */
export interface Transaction {
  readonly db: Kysely<Tables>;
  readonly dialect: Dialect;
  /** Notes what a search must find before the commit. It replaces what was noted of the same rows. */
  readonly expect: (rows: string, expected: Expected) => void;
}

interface Expected {
  readonly count: number;
  readonly search: { readonly execute: () => Promise<readonly unknown[]> };
}

type Condition<Table extends keyof Tables> = (eb: ExpressionBuilder<Tables, Table>) => Expression<SqlBool>;

/**
 * Runs work in one write transaction, and checks before it commits that every row says what was written. A trigger may
 * have altered it, and no statement reports what a trigger does. Only after the last statement: a trigger on that one may
 * undo what the first one did.
 */
export function writeChecked<Value>(
  { dialect, write }: KeyDatabase,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  return write(async (db) => {
    const noted = new Map<string, Expected>();
    const value = await work({
      db,
      dialect,
      expect(rows, expected) {
        // F14 order
        noted.set(rows, expected);
      },
    });
    for (const { count, search } of noted.values()) {
      if ((await search.execute()).length !== count) throw notWritten();
    }
    return value;
  });
}

/** The condition that the columns of a row say just this. */
export function says<Table extends keyof Tables>(values: Partial<Tables[Table]>): Condition<Table> {
  return (eb) =>
    eb.and(
      Object.entries(values).map(([column, value]) =>
        value === null ? eb(column as never, 'is', null) : eb(column as never, '=', value as never),
      ),
    );
}

/** Notes what a record says once it is written. */
export function expectKey({ db, expect }: Transaction, id: string, condition: Condition<'key'>): void {
  expect(`key ${id}`, { count: 1, search: db.selectFrom('key').select('id').where(condition) });
}

/** Notes that a record is removed. */
export function expectNoKey({ db, expect }: Transaction, id: string): void {
  expect(`key ${id}`, { count: 0, search: db.selectFrom('key').select('id').where('id', '=', id) });
}

/** Notes what an offer says once it is written. */
export function expectOffer(
  { db, expect }: Transaction,
  values: Partial<Tables['offer']> & { readonly id: string },
): void {
  const search = db.selectFrom('offer').select('id').where(says<'offer'>(values));
  expect(`offer ${values.id}`, { count: 1, search });
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
