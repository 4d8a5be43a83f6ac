import type { BrokenRepository } from '../broken-repository.js';
import { brokenTransactions } from './atomicity.js';
import { brokenCaps } from './caps.js';
import { brokenClaims } from './claim-offer.js';
import { brokenDisablings } from './disable.js';
import { brokenChanges } from './every-change.js';
import { brokenExpectations } from './expected.js';
import { brokenByFaults } from './faults.js';
import { brokenRecords } from './find.js';
import { brokenRetries } from './insert-idempotent.js';
import { brokenLists } from './list.js';
import { brokenListsOfAll } from './list-all.js';
import { brokenPages } from './list-all-pages.js';
import { brokenLifetimes } from './list-lifetimes.js';
import { brokenOffers } from './offers.js';
import { brokenByTransactions } from './open-transactions.js';
import { brokenPrefixes } from './prefixes.js';
import { brokenPurges } from './purge.js';
import { brokenUses } from './record-uses.js';
import { brokenMemories } from './remembered.js';
import { brokenReports } from './report-leak.js';
import { brokenRevocations } from './revoke.js';
import { brokenRotations } from './rotate.js';
import { brokenChains } from './rotate-chains.js';
import { brokenTexts } from './texts.js';

/** Every broken repository: what it does wrong, how, and the clauses that it breaks. */
export const brokenRepositories: readonly BrokenRepository[] = [
  ...brokenRecords,
  ...brokenRetries,
  ...brokenChanges,
  ...brokenRevocations,
  ...brokenDisablings,
  ...brokenReports,
  ...brokenRotations,
  ...brokenChains,
  ...brokenExpectations,
  ...brokenOffers,
  ...brokenClaims,
  ...brokenPurges,
  ...brokenTransactions,
  ...brokenLists,
  ...brokenLifetimes,
  ...brokenListsOfAll,
  ...brokenPages,
  ...brokenUses,
  ...brokenTexts,
  ...brokenPrefixes,
  ...brokenByFaults,
  ...brokenCaps,
  ...brokenMemories,
  ...brokenByTransactions,
];
