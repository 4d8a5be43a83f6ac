import type { KeyId } from '@postern/core';
import type { FoundKey } from '@postern/core/ports';
import type { Kysely } from 'kysely';
import { readFoundKey, verifiedColumns } from '../key-row.js';
import type { Tables } from '../tables.js';
import { type ReadRows, rowMemory } from './row-memory.js';
import { sqliteDialect } from './sqlite-dialect.js';
import type { Connection } from './sqlite-driver.js';

/** Finds records, synchronously. Throws what the driver throws. */
export type KeyFinder = (ids: readonly KeyId[]) => ReadonlyMap<KeyId, FoundKey>;

/**
 * Creates the finder on a connection that does nothing else. Every request needs it, so Kysely builds the query once,
 * and after that a prepared statement of the driver runs.
 */
export function keyFinder(reader: Connection, db: Kysely<Tables>, rememberedRecords: number): KeyFinder {
  let findAll: KeyFinder | undefined;
  return (ids) => {
    // Not before the first search: the tables may not exist when the file is opened.
    findAll ??= prepareFinder(reader, db, rememberedRecords);
    return findAll(ids);
  };
}

function prepareFinder(reader: Connection, db: Kysely<Tables>, rememberedRecords: number): KeyFinder {
  const query = db.selectFrom('key').select(verifiedColumns).where('id', '=', '').compile();
  const readRow = reader.prepareRow(query.sql);
  const readEach: ReadRows = (ids, use) => {
    for (const id of ids) {
      const values = readRow(id);
      if (values !== undefined) use(id, values);
    }
  };
  const inTransaction = transactionOn(reader);
  const readRows = rowMemory({
    // Changes if any other connection commits: https://sqlite.org/pragma.html#pragma_data_version
    readVersion: reader.prepareValue('pragma data_version'),
    // One transaction, so that all rows that are read are as of one instant, which is now, and for one lock. A single
    // statement is such a transaction by itself.
    readRows: (ids, use) => (ids.length === 1 ? readEach(ids, use) : inTransaction(() => readEach(ids, use))),
    maxRows: rememberedRecords,
  });
  return (ids) => {
    const found = new Map<KeyId, FoundKey>();
    readRows(ids, (id, row) => found.set(id, readFoundKey(id, row, sqliteDialect)));
    return found;
  };
}

/** Creates what runs searches in one transaction, which begins with the first of them. */
function transactionOn(reader: Connection): (search: () => void) => void {
  const begin = reader.prepareCommand('begin');
  const commit = reader.prepareCommand('commit');
  const rollBack = reader.prepareCommand('rollback');
  return (search) => {
    begin();
    try {
      search();
      commit();
    } catch (error) {
      try {
        rollBack();
      } catch {
        // SQLite has rolled back by itself.
      }
      throw error;
    }
  };
}
