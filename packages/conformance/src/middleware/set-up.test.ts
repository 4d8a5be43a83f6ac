import { describe } from 'vitest';
import { forgetting, withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { setUpClauses } from './set-up.js';

describe('the clauses on how middlewares are put together', () =>
  itCatches(setUpClauses, plainSubject, [
    ['passes over an option that it does not know', forgetting('relm'), 'a wrong option'],
    ['makes functions without a name', () => ({ names: ['', '', ''] }), 'a middleware is a named'],
    [
      'judges a requirement of other keys',
      (sound) => ({
        async judge(req, requirement) {
          const judged = await sound.judge(req, requirement);
          return !judged.ok && judged.response.status === 500 ? { ok: true } : judged;
        },
      }),
      'a requirement with other keys',
    ],
    ['keeps to the first apiKeyAuth', () => ({ secondOf: (first) => first }), 'if apiKeyAuth runs twice'],
    [
      'forgets to say that a retry is of no use',
      withHeaders(without('X-Should-Retry')),
      'a requirement with other keys',
      'a refusal has its own headers',
    ],
    [
      'leaves the headers of earlier middleware over those of a refusal',
      () => ({ refusedHeaders: (refusal, own) => ({ ...refusal, ...own }) }),
      'a refusal has its own headers',
    ],
    [
      'drops the headers of earlier middleware',
      (sound) => ({ responseHeaders: () => sound.responseHeaders({}) }),
      'headers that earlier middleware',
    ],
  ]));
