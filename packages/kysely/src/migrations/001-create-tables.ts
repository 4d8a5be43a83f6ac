import type { Migration } from './migration.js';

/**
 * Creates the tables of keys and audit entries, with an index for each order in which they are listed. The lengths of
 * texts are those of docs/write-a-repository.md, here and in the other migrations.
 */
export const createTables: Migration = {
  number: 1,
  name: 'create-tables',
  async up({ schema }, { textType, jsonType, instantType, tableEnd }) {
    await schema
      .createTable('key')
      .addColumn('id', textType(16), (column) => column.primaryKey())
      .addColumn('owner_kind', textType(16), (column) => column.notNull())
      .addColumn('owner_id', textType(255), (column) => column.notNull())
      .addColumn('name', textType(200), (column) => column.notNull())
      .addColumn('scopes', jsonType)
      .addColumn('hash', textType(512), (column) => column.notNull())
      .addColumn('created_at', instantType, (column) => column.notNull())
      .addColumn('created_by_kind', textType(16), (column) => column.notNull())
      .addColumn('created_by_id', textType(255), (column) => column.notNull())
      .addColumn('expires_at', instantType)
      .addColumn('disabled_at', instantType)
      .addColumn('disabled_by_kind', textType(16))
      .addColumn('disabled_by_id', textType(255))
      .addColumn('revoked_at', instantType)
      .addColumn('reason', textType(500))
      .addColumn('last_used_at', instantType)
      .modifyEnd(tableEnd)
      .execute();
    await schema
      .createIndex('key_by_owner')
      .on('key')
      .columns(['owner_kind', 'owner_id', 'created_at desc', 'id desc'])
      .execute();

    await schema
      .createTable('audit')
      .addColumn('id', textType(16), (column) => column.primaryKey())
      .addColumn('key_id', textType(16), (column) => column.notNull())
      .addColumn('owner_kind', textType(16), (column) => column.notNull())
      .addColumn('owner_id', textType(255), (column) => column.notNull())
      .addColumn('action', textType(16), (column) => column.notNull())
      .addColumn('actor_kind', textType(16), (column) => column.notNull())
      .addColumn('actor_id', textType(255), (column) => column.notNull())
      .addColumn('at', instantType, (column) => column.notNull())
      .addColumn('reason', textType(500))
      .modifyEnd(tableEnd)
      .execute();
    await schema.createIndex('audit_by_key').on('audit').columns(['key_id', 'at desc', 'id desc']).execute();
    await schema
      .createIndex('audit_by_owner')
      .on('audit')
      .columns(['owner_kind', 'owner_id', 'at desc', 'id desc'])
      .execute();
  },
};
