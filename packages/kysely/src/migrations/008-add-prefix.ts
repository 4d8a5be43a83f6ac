import type { Migration } from './migration.js';

/**
 * Adds the prefix that a key's token was issued with. A release that does not know the column leaves it empty in the
 * records that it adds: their tokens begin with the kind.
 *
 * It is the last step, since PostgreSQL lets no one read the table from then on until the transaction ends: no index is
 * created in between.
 */
export const addPrefix: Migration = {
  number: 8,
  name: 'add-prefix',
  async up({ schema }, { textType }) {
    await schema.alterTable('key').addColumn('prefix', textType(32)).execute();
  },
};
