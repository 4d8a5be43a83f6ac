import type { Migration } from './migration.js';

/**
 * Adds the table of offers. A version that does not know it works without it: a claimed offer results in a key like any
 * other.
 */
export const addOffers: Migration = {
  number: 4,
  name: 'add-offers',
  async up({ schema }, { textType, jsonType, instantType, tableEnd }) {
    await schema
      .createTable('offer')
      .addColumn('id', textType(16), (column) => column.primaryKey())
      .addColumn('owner_kind', textType(16), (column) => column.notNull())
      .addColumn('owner_id', textType(255), (column) => column.notNull())
      .addColumn('name', textType(200), (column) => column.notNull())
      .addColumn('scopes', jsonType)
      .addColumn('key_expires_at', instantType)
      .addColumn('rotated_key_id', textType(16))
      // Of a rotation. A text, because not every database's `integer` can hold the milliseconds of a year.
      .addColumn('grace_ms', textType(16))
      .addColumn('offered_at', instantType, (column) => column.notNull())
      .addColumn('offered_by_kind', textType(16), (column) => column.notNull())
      .addColumn('offered_by_id', textType(255), (column) => column.notNull())
      .addColumn('expires_at', instantType, (column) => column.notNull())
      .addColumn('claimed_at', instantType)
      .addColumn('withdrawn_at', instantType)
      .modifyEnd(tableEnd)
      .execute();
    await schema.createIndex('offer_by_end').on('offer').columns(['expires_at', 'id']).execute();
  },
};
