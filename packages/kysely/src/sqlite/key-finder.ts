import type { KeyId } from '@postern/core';
import type { FoundKey } from '@postern/core/ports';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { readFoundKey, verifiedColumns } from '../key-row.js';
import type { Tables } from '../tables.js';
import { type ReadRows, rowMemory } from './row-memory.js';
import { sqliteDialect } from './sqlite-dialect.js';

/** Finds records, synchronously. Throws what the driver throws. */
export type KeyFinder = (ids: readonly KeyId[]) => ReadonlyMap<KeyId, FoundKey>;

/**
 * Creates the finder on a connection that does nothing else. Every request needs it, so Kysely builds the query once,
 * and after that a prepared statement of the driver runs.
 */
export function keyFinder(
  reader: Database.Database,
  db: Kysely<Tables>,
  rememberedRecords: number,
): KeyFinder {
  let findAll: KeyFinder | undefined;
  return (ids) => {
    // Not before the first search: the tables may not exist when the file is opened.
    findAll ??= prepareFinder(reader, db, rememberedRecords);
    return findAll(ids);
  };
}

function prepareFinder(reader: Database.Database, db: Kysely<Tables>, rememberedRecords: number): KeyFinder {
  const query = db.selectFrom('key').select(verifiedColumns).where('id', '=', '').compile();
  const statement = reader.prepare<[KeyId], readonly unknown[]>(query.sql).raw();
  const readEach: ReadRows = (ids, use) => {
    for (const id of ids) {
      const values = statement.get(id);
      if (values !== undefined) use(id, values);
    }
  };
  // One transaction, so that all rows that are read are as of one instant, which is now, and for one lock. A single
  // statement is such a transaction by itself.
  const readTogether = reader.transaction(readEach).deferred;
  // Changes if any other connection commits: https://sqlite.org/pragma.html#pragma_data_version
  const version = reader.prepare('pragma data_version').pluck();
  const readRows = rowMemory({
    readVersion: () => version.get(),
    readRows: (ids, use) => (ids.length === 1 ? readEach(ids, use) : readTogether(ids, use)),
    maxRows: rememberedRecords,
  });
  return (ids) => {
    const found = new Map<KeyId, FoundKey>();
    readRows(ids, (id, row) => found.set(id, readFoundKey(id, row, sqliteDialect)));
    return found;
  };
}
