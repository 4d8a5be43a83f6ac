import type { Clause } from '../clause.js';
import { atomicityClauses } from './atomicity.js';
import { findClauses } from './find.js';
import { historyClauses } from './history.js';
import { insertClauses } from './insert.js';
import { listClauses } from './list.js';
import { listStateClauses } from './list-states.js';
import { recordUsesClauses } from './record-uses.js';
import { revokeClauses } from './revoke.js';
import type { MakeKeyRepository } from './subject.js';
import { textClauses } from './texts.js';

/**
 * What every `KeyRepository` must do. Each clause makes an empty repository of its own and puts it away again.
 *
 * @example
 * describe.each(keyRepositoryContract)('$name', ({ run }) => {
 *   it('holds', () => run(makeMyRepository));
 * });
 */
export const keyRepositoryContract: readonly Clause<MakeKeyRepository>[] = [
  ...findClauses,
  ...insertClauses,
  ...revokeClauses,
  ...atomicityClauses,
  ...listClauses,
  ...listStateClauses,
  ...historyClauses,
  ...recordUsesClauses,
  ...textClauses,
];
