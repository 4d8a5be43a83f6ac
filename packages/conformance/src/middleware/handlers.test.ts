import { describe } from 'vitest';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { allowUncaughtErrors } from '../../test-support/uncaught.js';
import { handlerClauses } from './handlers.js';

allowUncaughtErrors();

describe('the clauses on handlers', () =>
  itCatches(handlerClauses, plainSubject, [
    [
      'does not protect the response to an error',
      () => ({ responseHeaders: (own) => own }),
      'an error that a handler throws',
    ],
    [
      'treats the error of a handler as a refusal',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), 'X-Should-Retry': 'false' }),
      }),
      'an error that a handler throws',
    ],
    [
      'lets a request through that has been responded to',
      () => ({ isAnswered: () => false }),
      'if something else responds',
    ],
    [
      'fails if something else has responded',
      (sound) => ({
        isAnswered(res) {
          if (sound.isAnswered(res)) void Promise.reject(new Error('something else has responded'));
          return sound.isAnswered(res);
        },
      }),
      'if something else responds',
    ],
  ]));
