import { type SqlBool, sql } from 'kysely';
import type { Migration } from './migration.js';

/**
 * Adds the expiry that an audit entry records, and an index that finds the key that a record replaced. A release that
 * does not know the column leaves it empty in the entries that it adds, and ignores it in those that it reads.
 */
export const addAuditExpiry: Migration = {
  number: 6,
  name: 'add-audit-expiry',
  async up({ schema }, { instantType, partialIndex }) {
    // The index comes first. It takes long, and PostgreSQL lets no one change the table of keys until the transaction
    // ends, but verifications read it all the same. Once the column is added, no one can use the table of entries. And
    // a change locks a key before it adds its entry: in the other order, the two would wait for each other.
    //
    // A use changes no column of an index, so PostgreSQL still records uses without touching any index (HOT).
    const bySuccessor = schema.createIndex('key_by_successor').on('key').column('successor_id');
    await partialIndex(bySuccessor, sql<SqlBool>`${sql.ref('successor_id')} is not null`).execute();

    await schema.alterTable('audit').addColumn('expires_at', instantType).execute();
  },
};
