import { describe } from 'vitest';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { onRefusedClauses } from './on-refused.js';

describe('the clauses on onRefused', () =>
  itCatches(onRefusedClauses, plainSubject, [
    [
      'lets onRefused change the headers',
      () => ({ refusedHeaders: (refusal, own) => ({ ...refusal, ...own }) }),
      'onRefused creates the body of every refusal',
      'onRefused creates the body of a 503',
    ],
    [
      'lets caches keep what an onRefused that rejects leaves behind',
      () => ({ failedHeaders: {} }),
      'an onRefused that rejects',
    ],
    [
      'says of what an onRefused that rejects leaves behind that a retry is of no use',
      (sound) => ({ failedHeaders: { ...sound.failedHeaders, 'X-Should-Retry': 'false' } }),
      'an onRefused that rejects',
    ],
  ]));
