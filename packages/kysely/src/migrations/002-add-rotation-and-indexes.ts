import { type SqlBool, sql } from 'kysely';
import type { Migration } from './migration.js';

/**
 * Adds what a rotated key remembers, and indexes that skip revoked records, whose number only grows. A version that
 * does not know the new columns leaves them empty in the records that it adds, and honours a rotation all the same:
 * what ends a key is `revoked_at` or `expires_at`, which it knows.
 */
export const addRotationAndIndexes: Migration = {
  number: 2,
  name: 'add-rotation-and-indexes',
  async up({ schema }, { textType, instantType, partialIndex }) {
    // The indexes come first, because they take long. Once a column is added, PostgreSQL lets no one else read the
    // table until the transaction ends.
    const unrevokedByOwner = schema
      .createIndex('key_unrevoked_by_owner')
      .on('key')
      .columns(['owner_kind', 'owner_id', 'created_at desc', 'id desc']);
    await partialIndex(unrevokedByOwner, sql<SqlBool>`${sql.ref('revoked_at')} is null`).execute();
    const byRevocation = schema.createIndex('key_by_revocation').on('key').columns(['revoked_at', 'id']);
    await partialIndex(byRevocation, sql<SqlBool>`${sql.ref('revoked_at')} is not null`).execute();

    await schema.alterTable('key').addColumn('rotated_at', instantType).execute();
    await schema.alterTable('key').addColumn('successor_id', textType(16)).execute();
  },
};
