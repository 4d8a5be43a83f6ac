import type { Clause } from '../clause.js';
import { atomicityClauses } from './atomicity.js';
import { blockedClauses } from './blocked.js';
import { capClauses } from './caps.js';
import { byHandClauses } from './changes-by-hand.js';
import { elsewhereClauses } from './changes-elsewhere.js';
import { claimOfferClauses } from './claim-offer.js';
import { damagedClauses } from './damaged.js';
import { disableClauses } from './disable.js';
import { enableClauses } from './enable.js';
import { expectedClauses } from './expected.js';
import { findClauses } from './find.js';
import { historyClauses } from './history.js';
import { insertClauses } from './insert.js';
import { insertIdempotentClauses } from './insert-idempotent.js';
import { listClauses } from './list.js';
import { listAllClauses } from './list-all.js';
import { listAllPageClauses } from './list-all-pages.js';
import { listStateClauses } from './list-states.js';
import { offerClauses } from './offers.js';
import { openTransactionClauses } from './open-transactions.js';
import { purgeClauses } from './purge.js';
import { recordUsesClauses } from './record-uses.js';
import { rehashClauses } from './rehash.js';
import { renameClauses } from './rename.js';
import { reportLeakClauses } from './report-leak.js';
import { revokeClauses } from './revoke.js';
import { revokeAllClauses } from './revoke-all.js';
import { rotateClauses } from './rotate.js';
import { rotateChainClauses } from './rotate-chains.js';
import { rotateRivalsClauses } from './rotate-rivals.js';
import type { MakeKeyRepository } from './subject.js';
import { textClauses } from './texts.js';

/**
 * What every `KeyRepository` must do, within the limits that the port states. Each clause creates its own empty
 * repository and disposes of it. If the subject lacks a hook that a clause needs, the test is skipped.
 *
 * @example
 * // With Vitest; `it` of `node:test` works the same way.
 * for (const { name, run } of keyRepositoryContract) it(name, (test) => run(makeMyRepository, test));
 */
export const keyRepositoryContract: readonly Clause<MakeKeyRepository>[] = [
  ...findClauses,
  ...insertClauses,
  ...insertIdempotentClauses,
  ...revokeClauses,
  ...revokeAllClauses,
  ...disableClauses,
  ...enableClauses,
  ...renameClauses,
  ...rotateClauses,
  ...rotateRivalsClauses,
  ...rotateChainClauses,
  ...expectedClauses,
  ...rehashClauses,
  ...purgeClauses,
  ...offerClauses,
  ...claimOfferClauses,
  ...atomicityClauses,
  ...listClauses,
  ...listStateClauses,
  ...listAllClauses,
  ...listAllPageClauses,
  ...historyClauses,
  ...recordUsesClauses,
  ...textClauses,
  ...damagedClauses,
  ...blockedClauses,
  ...capClauses,
  ...reportLeakClauses,
  ...elsewhereClauses,
  ...byHandClauses,
  ...openTransactionClauses,
];
