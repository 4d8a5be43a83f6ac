import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { HistoryQuery, KeyQuery, Position } from '@postern/core/ports';
import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { auditColumns, readAuditEntry } from '../audit-row.js';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import { readKey, recordColumns } from '../key-row.js';
import type { Tables } from '../tables.js';
import { inState } from './in-state.js';

/** Returns an owner's records, newest first. */
export async function listKeys({ dialect, read }: KeyDatabase, query: KeyQuery): Promise<readonly ApiKey[]> {
  const { owner, state, livesBeyondMs, after, limit } = query;
  const now = dialect.writeInstant(query.now);
  const rows = await read((db) => {
    let keys = db
      .selectFrom('key')
      .select(recordColumns)
      .where('owner_kind', '=', owner.kind)
      .where('owner_id', '=', owner.id);
    if (state !== 'all') keys = keys.where((eb) => inState[state](eb, now));
    if (livesBeyondMs !== undefined) keys = keys.where((eb) => livesBeyond(eb, livesBeyondMs, dialect));
    if (after !== null) keys = keys.where(comesAfter('created_at', after, dialect));
    return keys.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  });
  return rows.map((row) => readKey(row, dialect));
}

/** `livesBeyond` of `@postern/core`, as a condition on a row. The contract checks that they agree. */
export function livesBeyond(
  eb: ExpressionBuilder<Tables, 'key'>,
  ms: number,
  { instantAfter }: Dialect,
): Expression<SqlBool> {
  return eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', instantAfter(eb.ref('created_at'), ms))]);
}

/** The condition that rows come after a position, newest first. It is one comparison, so that an index can be used. */
function comesAfter(
  column: 'created_at' | 'at',
  { at, id }: Position,
  { writeInstant }: Dialect,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)}, ${sql.ref('id')}) < (${writeInstant(at)}, ${id})`;
}

export async function getKey({ dialect, read }: KeyDatabase, keyId: KeyId): Promise<ApiKey | undefined> {
  const row = await read((db) =>
    db.selectFrom('key').select(recordColumns).where('id', '=', keyId).executeTakeFirst(),
  );
  return row && readKey(row, dialect);
}

/** Returns the audit entries of a key, or of an owner's keys, newest first. */
export async function keyHistory(
  { dialect, read }: KeyDatabase,
  { of, after, limit }: HistoryQuery,
): Promise<readonly AuditEntry[]> {
  const rows = await read((db) => {
    const all = db.selectFrom('audit').select(auditColumns);
    let entries =
      'keyId' in of
        ? all.where('key_id', '=', of.keyId)
        : all.where('owner_kind', '=', of.owner.kind).where('owner_id', '=', of.owner.id);
    if (after !== null) entries = entries.where(comesAfter('at', after, dialect));
    return entries.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  });
  return rows.map((row) => readAuditEntry(row, dialect));
}
