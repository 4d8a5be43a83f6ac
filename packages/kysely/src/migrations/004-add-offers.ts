import type { Migration } from './migration.js';

/**
 * Adds the table of offers. A version that does not know it goes on without it: what comes of an offer is a key like any
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
      // Of a rotation; as a text, since a year of milliseconds is more than an `integer` holds everywhere.
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
