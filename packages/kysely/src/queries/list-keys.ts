import type { ApiKey, KeyQuery } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { readKey, recordColumns } from '../key-row.js';
import { comesAfter } from './comes-after.js';
import { inState } from './in-state.js';

/** Gives an owner's records, newest first. */
export async function listKeys({ dialect, read }: KeyDatabase, query: KeyQuery): Promise<readonly ApiKey[]> {
  const { owner, state, after, limit } = query;
  const now = dialect.writeInstant(query.now);
  const rows = await read((db) => {
    let keys = db
      .selectFrom('key')
      .select(recordColumns)
      .where('owner_kind', '=', owner.kind)
      .where('owner_id', '=', owner.id);
    if (state !== 'all') keys = keys.where((eb) => inState[state](eb, now));
    if (after !== null) keys = keys.where(comesAfter('created_at', after, dialect));
    return keys.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  });
  return rows.map((row) => readKey(row, dialect));
}
