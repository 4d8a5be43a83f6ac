import type { FoundKey, KeyId } from '@postern/core';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { readStoredKey, recordColumns } from '../key-row.js';
import type { KeyTable, Tables, UnreadRow } from '../tables.js';
import { sqliteDialect } from './sqlite-dialect.js';

/** Finds records, directly. Throws what the driver throws. */
export type KeyFinder = (ids: readonly KeyId[]) => ReadonlyMap<KeyId, FoundKey>;

/**
 * Makes the finder on a connection that does nothing else. Kysely builds the query once; from then on a prepared
 * statement of the driver runs, for this is on the way of every request.
 */
export function keyFinder(reader: Database.Database, db: Kysely<Tables>): KeyFinder {
  let findAll: KeyFinder | undefined;
  return (ids) => {
    // Not before the first search: the tables need not be there when the file is opened.
    findAll ??= prepareFinder(reader, db);
    return findAll(ids);
  };
}

function prepareFinder(reader: Database.Database, db: Kysely<Tables>): KeyFinder {
  const query = db.selectFrom('key').select(columns).where('id', '=', '').compile();
  const statement = reader.prepare<[KeyId], readonly unknown[]>(query.sql).raw();
  // One transaction, begun and ended here: the IDs are read as of one instant, which is now, and for one lock.
  return reader.transaction((ids: readonly KeyId[]) => {
    const found = new Map<KeyId, FoundKey>();
    for (const id of ids) {
      const values = statement.get(id);
      if (values !== undefined) found.set(id, readFound(values));
    }
    return found;
  }).deferred;
}

const columns = [...recordColumns, 'hash'] as const;

function readFound(values: readonly unknown[]): FoundKey {
  const row: Partial<Record<keyof KeyTable, unknown>> = {};
  for (const [index, column] of columns.entries()) row[column] = values[index];
  try {
    return readStoredKey(row as UnreadRow<KeyTable>, sqliteDialect);
  } catch {
    return { unreadable: true };
  }
}
