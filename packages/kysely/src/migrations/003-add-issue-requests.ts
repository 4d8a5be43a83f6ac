import type { Migration } from './migration.js';

/**
 * Adds the table of requests to issue a key, which may be retried. It is a separate table, so that the table of keys
 * need not be locked, however large it is; and a version that does not know it works without it.
 */
export const addIssueRequests: Migration = {
  number: 3,
  name: 'add-issue-requests',
  async up({ schema }, { textType, instantType, tableEnd }) {
    await schema
      .createTable('issue_request')
      .addColumn('id', textType(43), (column) => column.primaryKey())
      .addColumn('key_id', textType(16), (column) => column.notNull())
      .addColumn('at', instantType, (column) => column.notNull())
      .modifyEnd(tableEnd)
      .execute();
    await schema.createIndex('issue_request_by_at').on('issue_request').columns(['at', 'id']).execute();
  },
};
