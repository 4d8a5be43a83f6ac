import { type SqlBool, sql } from 'kysely';
import type { Migration } from './migration.js';

/**
 * Adds the expiry that an audit entry records, an index that finds the key that a record replaced, and one of the keys
 * that count toward a cap, by their expiry. A release that does not know the column leaves it empty in the entries that
 * it adds, and ignores it in those that it reads.
 */
export const addAuditExpiry: Migration = {
  number: 6,
  name: 'add-audit-expiry',
  async up(db, { instantType, partialIndex, lockTable }) {
    const { schema } = db;
    await lockTable(db, 'key'); // As in migration 007, which may follow in the same transaction.
    // The indexes come first. They take long, and PostgreSQL lets no one change the table of keys until the transaction
    // ends, but verifications read it all the same. Once the column is added, no one can use the table of entries. And
    // a change locks a key before it adds its entry: in the other order, the two would wait for each other.
    //
    // A use changes no column of an index, so PostgreSQL still records uses without touching any index (HOT).
    const bySuccessor = schema.createIndex('key_by_successor').on('key').column('successor_id');
    await partialIndex(bySuccessor, sql<SqlBool>`${sql.ref('successor_id')} is not null`).execute();
    // Keys that have expired are kept, and may be many: those that can still count are one range of this index.
    const counted = schema
      .createIndex('key_counted_by_owner')
      .on('key')
      .columns(['owner_kind', 'owner_id', 'expires_at']);
    await partialIndex(counted, sql<SqlBool>`${sql.ref('revoked_at')} is null`).execute();

    await schema.alterTable('audit').addColumn('expires_at', instantType).execute();
  },
};
