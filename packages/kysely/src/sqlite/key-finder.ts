import type { FoundKey, KeyId } from '@postern/core';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { readFoundKey, verifiedColumns } from '../key-row.js';
import type { Tables } from '../tables.js';
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
  const query = db.selectFrom('key').select(verifiedColumns).where('id', '=', '').compile();
  const statement = reader.prepare<[KeyId], readonly unknown[]>(query.sql).raw();
  const findEach: KeyFinder = (ids) => {
    const found = new Map<KeyId, FoundKey>();
    for (const id of ids) {
      const values = statement.get(id);
      if (values !== undefined) found.set(id, readValues(id, values));
    }
    return found;
  };
  // One transaction, begun and ended here: the IDs are read as of one instant, which is now, and for one lock. A single
  // statement is such a transaction by itself.
  const findTogether = reader.transaction(findEach).deferred;
  return (ids) => (ids.length === 1 ? findEach(ids) : findTogether(ids));
}

/** By place, in the order of `verifiedColumns`: a row as an object costs the driver more than the search. */
function readValues(id: KeyId, values: readonly unknown[]): FoundKey {
  const row = {
    owner_kind: values[0],
    owner_id: values[1],
    scopes: values[2],
    expires_at: values[3],
    disabled_at: values[4],
    revoked_at: values[5],
    hash: values[6],
  };
  return readFoundKey(id, row, sqliteDialect);
}
