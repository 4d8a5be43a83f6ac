import type { AuditEntry } from '@postern/core';
import type { Kysely } from 'kysely';
import { auditRow } from '../audit-row.js';
import type { Dialect } from '../dialect.js';
import type { Tables } from '../tables.js';
import { notWritten } from './as-written.js';

/** As many entries as one statement adds: databases bound the number of a statement's parameters. */
const mostPerStatement = 100;

/** Adds audit entries, in the transaction of the change that they tell of. */
export async function insertEntries(
  db: Kysely<Tables>,
  entries: readonly AuditEntry[],
  dialect: Dialect,
): Promise<void> {
  for (let start = 0; start < entries.length; start += mostPerStatement) {
    const some = entries.slice(start, start + mostPerStatement);
    await db
      .insertInto('audit')
      .values(some.map((entry) => auditRow(entry, dialect)))
      .execute();
    await requireEntries(db, some);
  }
}

/** Checks that the entries are there: a change without its entry is none. */
async function requireEntries(db: Kysely<Tables>, entries: readonly AuditEntry[]): Promise<void> {
  const ids = entries.map(({ id }) => id);
  const rows = await db
    .selectFrom('audit')
    .select(['id', 'key_id', 'action'])
    .where('id', 'in', ids)
    .execute();
  const kept = new Map(rows.map((row) => [row.id, row]));
  for (const { id, keyId, action } of entries) {
    const row = kept.get(id);
    if (row?.key_id !== keyId || row.action !== action) throw notWritten();
  }
}
