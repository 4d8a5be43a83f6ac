import type { AuditEntry, HistoryQuery } from '@postern/core';
import { readAuditEntry } from '../audit-row.js';
import type { KeyDatabase } from '../key-database.js';
import { comesAfter } from './comes-after.js';

/** Gives the audit entries of a key, or of an owner's keys, newest first. */
export async function keyHistory(
  { dialect, read }: KeyDatabase,
  { of, after, limit }: HistoryQuery,
): Promise<readonly AuditEntry[]> {
  const rows = await read((db) => {
    const all = db.selectFrom('audit').selectAll();
    let entries =
      'keyId' in of
        ? all.where('key_id', '=', of.keyId)
        : all.where('owner_kind', '=', of.owner.kind).where('owner_id', '=', of.owner.id);
    if (after !== null) entries = entries.where(comesAfter('at', after, dialect));
    return entries.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  });
  return rows.map((row) => readAuditEntry(row, dialect));
}
