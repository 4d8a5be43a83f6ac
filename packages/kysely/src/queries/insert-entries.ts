import type { AuditEntry } from '@postern/core';
import { auditRow } from '../audit-row.js';
import { says, type Transaction } from './as-written.js';

/** As many entries as one statement adds: databases bound the number of a statement's parameters. */
const mostPerStatement = 100;

/** Adds audit entries, in the transaction of the change that they tell of: a change without its entry is none. */
export async function insertEntries(
  { db, dialect, expect }: Transaction,
  entries: readonly AuditEntry[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += mostPerStatement) {
    const rows = entries.slice(start, start + mostPerStatement).map((entry) => auditRow(entry, dialect));
    await db.insertInto('audit').values(rows).execute();
    const search = db
      .selectFrom('audit')
      .select('id')
      .where((eb) => eb.or(rows.map((row) => says<'audit'>(row)(eb))));
    expect(`audit ${rows.map(({ id }) => id)}`, { count: rows.length, /* F14 entry */ search });
  }
}
