import { describe } from 'vitest';
import { reflecting } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { hostileRequestClauses } from './hostile-requests.js';

describe('the clauses on hostile requests', () =>
  itCatches(hostileRequestClauses, plainSubject, [
    [
      'accepts a token in the query if no header has one',
      (sound) => ({
        authenticate(auth, req, rawHeaders) {
          const inQuery = new URL(req.url ?? '', 'http://localhost').searchParams.get('api_key');
          return sound.authenticate(auth, req, inQuery === null ? rawHeaders : ['x-api-key', inQuery]);
        },
      }),
      'H05 a token in the query',
    ],
    [
      'hides the query from the authenticator',
      () => ({
        authenticate: (auth, req, rawHeaders) =>
          auth.authenticate({ method: req.method ?? '', url: '/', rawHeaders }),
      }),
      'H05 a token in the query',
      'H05 a valid key in a header',
    ],
    [
      'accepts a token in a cookie',
      (sound) => ({
        authenticate(auth, req, rawHeaders) {
          const [, inCookie] = /token=([^;]+)/.exec(req.headers.cookie ?? '') ?? [];
          return sound.authenticate(auth, req, inCookie === undefined ? rawHeaders : ['x-api-key', inCookie]);
        },
      }),
      'H05 a token in a cookie',
    ],
    [
      'repeats what was sent',
      reflecting,
      'no refusal contains anything that',
      'H05 a token in the query',
      'H06 a header of 12 KiB',
    ],
    [
      'repeats what Node itself refuses',
      () => ({
        prepare: (server) =>
          server.on('clientError', (error: Error & { rawPacket?: Buffer }, socket) =>
            socket.end(`HTTP/1.1 400 Bad Request\r\n\r\n${error.rawPacket?.toString('latin1')}`),
          ),
      }),
      'H06 what HTTP forbids',
    ],
  ]));
