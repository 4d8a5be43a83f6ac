import type { AuditEntry } from '@postern/core';
import type { Kysely } from 'kysely';
import { auditRow } from '../audit-row.js';
import type { Dialect } from '../dialect.js';
import type { Tables } from '../tables.js';

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
  }
}
