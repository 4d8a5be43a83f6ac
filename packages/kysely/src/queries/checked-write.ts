import { type AuditEntry, PosternError } from '@postern/core';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { auditRow } from '../audit-row.js';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';

/** A transaction that changes rows. */
export interface Transaction {
  readonly db: Kysely<Tables>;
  readonly dialect: Dialect;
  /** Records what a search must find before the commit. It replaces what was recorded for the same rows. */
  readonly expect: (rows: string, expected: Expected) => void;
}

interface Expected {
  readonly count: number;
  readonly search: { readonly execute: () => Promise<readonly unknown[]> };
}

/**
 * Makes a change and, if it changed something, adds its audit entries, in one transaction. Resolves to whether it did.
 */
export function writeWithEntries(
  database: KeyDatabase,
  entries: readonly AuditEntry[],
  change: (transaction: Transaction) => Promise<boolean>,
): Promise<boolean> {
  return writeChecked(database, async (transaction) => {
    const changed = await change(transaction);
    // F06
    if (changed) await insertEntries(transaction, entries);
    return changed;
  });
}

/**
 * Runs work in one write transaction, and checks before the commit that every row has what was written. A trigger may
 * have altered it, and no statement reports what a trigger does. The check comes after the last statement, because a
 * trigger on that one may undo what the first one did.
 */
export function writeChecked<Value>(
  { dialect, write }: KeyDatabase,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  return write(async (db) => {
    const expectations = new Map<string, Expected>();
    const value = await work({
      db,
      dialect,
      expect(rows, expected) {
        // F14 order
        expectations.set(rows, expected);
      },
    });
    for (const { count, search } of expectations.values()) {
      if ((await search.execute()).length !== count) throw notWritten();
    }
    return value;
  });
}

/** How many entries one statement adds, each with several parameters, and how many key IDs one names. */
const maxEntries = 100;
const maxKeyIds = 500;

/** Splits a list into parts for one statement each: databases limit the number of a statement's parameters. */
export function partsOf<Item>(
  list: readonly Item[],
  length: number = maxKeyIds,
): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let start = 0; start < list.length; start += length) parts.push(list.slice(start, start + length));
  return parts;
}

/** Adds audit entries in the transaction of their change: a change must not be made without its entry. */
export async function insertEntries(
  { db, dialect, expect }: Transaction,
  entries: readonly AuditEntry[],
): Promise<void> {
  for (const some of partsOf(entries, maxEntries)) {
    const rows = some.map((entry) => auditRow(entry, dialect));
    await db.insertInto('audit').values(rows).execute();
    const search = db
      .selectFrom('audit')
      .select('id')
      .where((eb) => eb.or(rows.map((row) => hasValues<'audit'>(row)(eb))));
    expect(`audit ${rows.map(({ id }) => id)}`, { count: rows.length, /* F14 entry */ search });
  }
}

/**
 * How often a change is attempted that changed nothing although its condition is met. Someone else may have caused that
 * in between; but a database that ignores the change ignores it every time.
 */
export const maxAttempts = 10;

/**
 * Attempts a change until it changes rows, or until no row is left to change. Resolves to the number of rows that it
 * changed.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` if rows are left, but every attempt changed none.
 */
export async function retryWhileUnchanged({
  change,
  findLeft,
}: {
  readonly change: () => Promise<bigint | number>;
  /** Finds rows that are left to change; one is enough. */
  readonly findLeft: () => Promise<readonly unknown[]>;
}): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const count = Number(await change());
    if (count > 0) return count;
    if ((await findLeft()).length === 0) return 0;
  }
  throw notWritten();
}

/** A condition on a row. */
export type Condition<Table extends keyof Tables> = (
  eb: ExpressionBuilder<Tables, Table>,
) => Expression<SqlBool>;

/** The condition that the columns of a row have exactly these values. */
export function hasValues<Table extends keyof Tables>(values: Partial<Tables[Table]>): Condition<Table> {
  return (eb) =>
    eb.and(
      Object.entries(values).map(([column, value]) =>
        value === null ? eb(column as never, 'is', null) : eb(column as never, '=', value as never),
      ),
    );
}

/** Expects a record to meet a condition once it is written. */
export function expectKey({ db, expect }: Transaction, id: string, condition: Condition<'key'>): void {
  expect(`key ${id}`, { count: 1, search: db.selectFrom('key').select('id').where(condition) });
}

/** Expects a record to be gone. */
export function expectNoKey({ db, expect }: Transaction, id: string): void {
  expect(`key ${id}`, { count: 0, search: db.selectFrom('key').select('id').where('id', '=', id) });
}

/** Expects an offer to have these values once it is written. */
export function expectOffer(
  { db, expect }: Transaction,
  values: Partial<Tables['offer']> & { readonly id: string },
): void {
  const search = db.selectFrom('offer').select('id').where(hasValues<'offer'>(values));
  expect(`offer ${values.id}`, { count: 1, search });
}

/** Checks that a statement changed the one row that it names. */
export function requireOneRow(count: bigint): void {
  if (count !== 1n) throw notWritten();
}

/**
 * The fault of a database that reports no error, but did not make a change. Thrown, so that everything is rolled back.
 */
export function notWritten(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database ignored or altered a change without an error, so nothing was changed; look for row-level security policies, triggers and rules on the tables of Postern, and for a read-only replica',
  );
}
