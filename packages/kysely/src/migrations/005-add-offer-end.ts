import type { Migration } from './migration.js';

/**
 * Adds when an offer expires by the clock of the database. A release that does not know the column leaves it empty:
 * such an offer expires only by the clocks of the processes, as before.
 */
export const addOfferEnd: Migration = {
  number: 5,
  name: 'add-offer-end',
  async up({ schema }, { instantType }) {
    await schema.alterTable('offer').addColumn('open_until', instantType).execute();
  },
};
