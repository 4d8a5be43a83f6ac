import type { ApiKey, KeyId } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { readKey, recordColumns } from '../key-row.js';

/** Reads one record whole. */
export async function getKey({ dialect, read }: KeyDatabase, keyId: KeyId): Promise<ApiKey | undefined> {
  const row = await read((db) =>
    db.selectFrom('key').select(recordColumns).where('id', '=', keyId).executeTakeFirst(),
  );
  return row && readKey(row, dialect);
}
