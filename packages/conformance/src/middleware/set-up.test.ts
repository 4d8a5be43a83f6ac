import { describe } from 'vitest';
import { forgetting, withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { setUpClauses } from './set-up.js';

describe('the clauses on set-up', () =>
  itCatches(setUpClauses, plainSubject, [
    ['ignores an unknown option', forgetting('relm'), 'a wrong option'],
    ['returns functions without a name', () => ({ names: ['', '', ''] }), 'a middleware is a named'],
    [
      'accepts a requirement with other keys',
      (sound) => ({
        async judge(req, requirement) {
          const judged = await sound.judge(req, requirement);
          return !judged.ok && judged.refusal.status === 500 ? { ok: true } : judged;
        },
      }),
      'a requirement with other keys',
    ],
    [
      'ignores the second apiKeyAuth',
      () => ({ secondOf: (first) => first }),
      'if apiKeyAuth runs twice, the second',
    ],
    [
      'adds to Vary each time that apiKeyAuth runs',
      (sound) => ({
        responseHeaders: (own) => ({
          ...sound.responseHeaders(own),
          Vary: 'Authorization, X-Api-Key, Authorization, X-Api-Key',
        }),
      }),
      'if apiKeyAuth runs twice and both',
      'if apiKeyAuth runs with the keys of two',
      'headers that earlier middleware',
    ],
    [
      'accepts a key of either of two services',
      () => ({ guardsOf: ([first]) => (first === undefined ? [] : [first]) }),
      'if apiKeyAuth runs with the keys of two',
    ],
    [
      'has the principal of the first of two services',
      () => ({ guardsOf: (both) => both.toReversed() }),
      'if apiKeyAuth runs with the keys of two',
    ],
    [
      'does not say that a retry is useless',
      withHeaders(without('X-Should-Retry')),
      'a requirement with other keys',
      'a refusal has its own headers',
    ],
    [
      'lets the headers of earlier middleware override those of a refusal',
      () => ({ refusedHeaders: (refusal, own) => ({ ...refusal, ...own }) }),
      'a refusal has its own headers',
    ],
    [
      'drops the headers of earlier middleware',
      (sound) => ({ responseHeaders: () => sound.responseHeaders({}) }),
      'headers that earlier middleware',
    ],
  ]));
