import { type SqlBool, sql } from 'kysely';
import type { Migration } from './migration.js';

/** Adds the indexes of the lists of all keys. */
export const addOverviewIndexes: Migration = {
  number: 7,
  name: 'add-overview-indexes',
  async up(db, { partialIndex, lockTable, leaveRoom }) {
    const { schema } = db;
    // While indexes are created, PostgreSQL lets no one change the table, but verifications read it all the same. It
    // would also let others lock rows, to change them afterwards: each would wait for the indexes, and the migration
    // after this one, which locks the table, for them. All of it would be undone, and start again.
    await lockTable(db, 'key');
    // None has `last_used_at`, so PostgreSQL still records uses without touching any index (HOT), if there is room on
    // the page. Each use that finds none would have four more indexes to change.
    await leaveRoom(db, 'key');
    await schema.createIndex('key_by_creation').on('key').columns(['created_at desc', 'id desc']).execute();
    // Keys that were revoked are kept, and may be many.
    const unrevoked = schema
      .createIndex('key_unrevoked_by_creation')
      .on('key')
      .columns(['created_at desc', 'id desc']);
    await partialIndex(unrevoked, sql<SqlBool>`${sql.ref('revoked_at')} is null`).execute();
    await schema
      .createIndex('key_by_creator')
      .on('key')
      .columns(['created_by_kind', 'created_by_id', 'created_at desc', 'id desc'])
      .execute();
    const byExpiry = schema.createIndex('key_by_expiry').on('key').columns(['expires_at', 'id']);
    await partialIndex(byExpiry, sql<SqlBool>`${sql.ref('expires_at')} is not null`).execute();
  },
};
