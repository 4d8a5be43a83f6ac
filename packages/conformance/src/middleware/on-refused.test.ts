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
      'lets caches store the response when onRefused rejects',
      () => ({ failedHeaders: {} }),
      'no cache stores the response of the host',
    ],
    [
      'takes a rejection with nothing for success',
      () => ({ isError: Boolean }),
      'an onRefused that rejects with something other',
    ],
    [
      'says that a retry is useless when onRefused rejects',
      (sound) => ({ failedHeaders: { ...sound.failedHeaders, 'X-Should-Retry': 'false' } }),
      'an onRefused that rejects lets',
    ],
  ]));
