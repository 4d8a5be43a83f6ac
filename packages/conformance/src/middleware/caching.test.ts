import { describe } from 'vitest';
import { withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { cachingClauses } from './caching.js';

describe('the clauses on caching', () =>
  itCatches(cachingClauses, plainSubject, [
    [
      'omits Vary',
      () => ({ responseHeaders: (own) => ({ 'Cache-Control': 'private, no-store', ...own }) }),
      'H10 every response',
      'H10 headers that the handler',
      'H10 a route that accepts only one',
      'HEAD',
    ],
    [
      'overwrites the Vary of the handler',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), Vary: 'Authorization, X-Api-Key' }),
      }),
      'H10 headers that the handler',
    ],
    [
      'overwrites the Cache-Control of the handler',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), 'Cache-Control': 'private, no-store' }),
      }),
      'H10 headers that the handler',
    ],
    [
      'lets caches store a response',
      (sound) => ({
        responseHeaders: (own) => ({ ...sound.responseHeaders(own), 'Cache-Control': 'public' }),
      }),
      'H10 every response',
      'H10 headers that the handler',
      'HEAD',
    ],
    ['lets caches store refusals', withHeaders(without('Cache-Control')), 'H10 a refusal', 'HEAD'],
    [
      'loses the end of a stream',
      () => ({ piecesOf: (pieces) => pieces.slice(0, 1) }),
      'a streamed response',
    ],
    [
      'omits a header from responses to HEAD',
      () => ({
        prepare: (server) => {
          server.prependListener('request', ({ method }, res) => {
            if (method !== 'HEAD') res.setHeader('Content-Language', 'en');
          });
        },
      }),
      'HEAD',
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
