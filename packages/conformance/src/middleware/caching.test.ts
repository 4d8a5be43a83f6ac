import { describe } from 'vitest';
import { withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { cachingClauses } from './caching.js';

describe('the clauses on caching', () =>
  itCatches(cachingClauses, plainSubject, [
    [
      'forgets Vary',
      () => ({ responseHeaders: (own) => ({ 'Cache-Control': 'private, no-store', ...own }) }),
      'H10 every response',
      'H10 what the handler sets',
      'H10 a route that takes one header',
      'HEAD',
    ],
    [
      'overwrites the Vary of the handler',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), Vary: 'Authorization, X-Api-Key' }),
      }),
      'H10 what the handler sets',
    ],
    [
      'overwrites the Cache-Control of the handler',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), 'Cache-Control': 'private, no-store' }),
      }),
      'H10 what the handler sets',
    ],
    [
      'lets caches keep a response',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), 'Cache-Control': 'public' }),
      }),
      'H10 every response',
      'H10 what the handler sets',
      'HEAD',
    ],
    ['lets caches keep refusals', withHeaders(without('Cache-Control')), 'H10 a refusal', 'HEAD'],
    [
      'loses the end of a stream',
      () => ({ piecesOf: (pieces) => pieces.slice(0, 1) }),
      'a streamed response',
    ],
    [
      'lets every HEAD through',
      (sound) => ({
        authenticate: async (auth, req, rawHeaders) =>
          req.method === 'HEAD'
            ? { ok: true, principal: undefined }
            : sound.authenticate(auth, req, rawHeaders),
      }),
      'HEAD',
    ],
  ]));
