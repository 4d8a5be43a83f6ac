import { describe } from 'vitest';
import { forgetting } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { preflightClauses } from './preflight.js';

describe('the clauses on preflights', () =>
  itCatches(preflightClauses, plainSubject, [
    [
      'lets every OPTIONS through',
      (sound) => ({
        authenticate: async (auth, req, rawHeaders) =>
          req.method === 'OPTIONS'
            ? { ok: true, principal: undefined }
            : sound.authenticate(auth, req, rawHeaders),
      }),
      'H11 a preflight is refused',
      'H11 with preflight: true, any other',
    ],
    [
      'ignores requirements',
      () => ({ judge: async () => ({ ok: true }) }),
      'H11 with preflight: true, any other',
    ],
    ['lets no preflight through', forgetting('preflight'), 'H11 with preflight: true, OPTIONS'],
  ]));
