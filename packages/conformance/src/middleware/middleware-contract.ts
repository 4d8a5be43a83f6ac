import type { Clause } from '../clause.js';
import { batchingClauses } from './batching.js';
import { bodyClauses } from './bodies.js';
import { cachingClauses } from './caching.js';
import { credentialClauses } from './credentials.js';
import { faultClauses } from './faults.js';
import { handlerClauses } from './handlers.js';
import { hostileRequestClauses } from './hostile-requests.js';
import { onRefusedClauses } from './on-refused.js';
import { preflightClauses } from './preflight.js';
import { removeCredentialClauses } from './remove-credential.js';
import { requirementClauses } from './requirements.js';
import { setUpClauses } from './set-up.js';
import type { MakeMiddlewareSubject } from './subject.js';
import { tokenClauses } from './tokens.js';

/**
 * What every middleware must do, over real HTTP. Each clause creates a server of its own and closes it.
 *
 * @example
 * // With Vitest; `it` of `node:test` works the same way.
 * for (const { name, run } of middlewareContract) it(name, () => run(makeMySubject));
 */
export const middlewareContract: readonly Clause<MakeMiddlewareSubject>[] = [
  ...credentialClauses,
  ...tokenClauses,
  ...requirementClauses,
  ...setUpClauses,
  ...faultClauses,
  ...hostileRequestClauses,
  ...bodyClauses,
  ...removeCredentialClauses,
  ...handlerClauses,
  ...cachingClauses,
  ...preflightClauses,
  ...onRefusedClauses,
  ...batchingClauses,
];
