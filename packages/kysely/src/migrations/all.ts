import { createTables } from './001-create-tables.js';
import { addRotationAndIndexes } from './002-add-rotation-and-indexes.js';
import { addIssueRequests } from './003-add-issue-requests.js';
import { addOffers } from './004-add-offers.js';
import { addOfferEnd } from './005-add-offer-end.js';
import { addAuditExpiry } from './006-add-audit-expiry.js';
import { addOverviewIndexes } from './007-add-overview-indexes.js';
import { addPrefix } from './008-add-prefix.js';
import type { Migration } from './migration.js';

/** All migrations, in order. */
export const allMigrations: readonly Migration[] = [
  createTables,
  addRotationAndIndexes,
  addIssueRequests,
  addOffers,
  addOfferEnd,
  addAuditExpiry,
  addOverviewIndexes,
  addPrefix,
];
