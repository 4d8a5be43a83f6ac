import type { Migration } from './migration.js';

/**
 * Adds for how long an offer is open by the clock of the database. A version that does not know the column leaves it empty: such
 * an offer ends by the clocks of the processes alone, as it did before.
 */
export const addOfferEnd: Migration = {
  number: 5,
  name: 'add-offer-end',
  async up({ schema }, { instantType }) {
    await schema.alterTable('offer').addColumn('open_until', instantType).execute();
  },
};
