import { describe } from 'vitest';
import { brokenTransactions } from '../../test-support/broken-repositories/atomicity.js';
import { brokenClaims } from '../../test-support/broken-repositories/claim-offer.js';
import { brokenDisablings } from '../../test-support/broken-repositories/disable.js';
import { brokenChanges } from '../../test-support/broken-repositories/every-change.js';
import { brokenExpectations } from '../../test-support/broken-repositories/expected.js';
import { brokenByFaults } from '../../test-support/broken-repositories/faults.js';
import { brokenRecords } from '../../test-support/broken-repositories/find.js';
import { brokenRetries } from '../../test-support/broken-repositories/insert-idempotent.js';
import { brokenLists } from '../../test-support/broken-repositories/list.js';
import { brokenOffers } from '../../test-support/broken-repositories/offers.js';
import { brokenByTransactions } from '../../test-support/broken-repositories/open-transactions.js';
import { brokenPurges } from '../../test-support/broken-repositories/purge.js';
import { brokenUses } from '../../test-support/broken-repositories/record-uses.js';
import { brokenMemories } from '../../test-support/broken-repositories/remembered.js';
import { brokenRevocations } from '../../test-support/broken-repositories/revoke.js';
import { brokenRotations } from '../../test-support/broken-repositories/rotate.js';
import { brokenTexts } from '../../test-support/broken-repositories/texts.js';
import { brokenRepository } from '../../test-support/broken-repository.js';
import { itCatches } from '../../test-support/it-catches.js';
import { keyRepositoryContract } from './key-repository-contract.js';

describe('the repository contract catches broken repositories', () =>
  itCatches(keyRepositoryContract, brokenRepository, [
    ...brokenRecords,
    ...brokenRetries,
    ...brokenChanges,
    ...brokenRevocations,
    ...brokenDisablings,
    ...brokenRotations,
    ...brokenExpectations,
    ...brokenOffers,
    ...brokenClaims,
    ...brokenPurges,
    ...brokenTransactions,
    ...brokenLists,
    ...brokenUses,
    ...brokenTexts,
    ...brokenByFaults,
    ...brokenMemories,
    ...brokenByTransactions,
  ]));
