import type { Principal } from '@postern/core';
import { describe } from 'vitest';
import { withHeaders, without } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { faultClauses } from './faults.js';

const ada = { owner: { kind: 'user', id: 'ada' }, keyId: 'k', permissions: [] } as unknown as Principal;
const fails = 'F01 a failing repository';
const hangs = 'F01 if the repository does not answer';

describe('the clauses on faults', () =>
  itCatches(faultClauses, plainSubject, [
    [
      'lets caches store refusals',
      withHeaders(without('Cache-Control')),
      fails,
      hangs,
      'F02',
      'a request that',
    ],
    ['omits Retry-After', withHeaders(without('Retry-After')), fails, hangs, 'F02', 'a request that'],
    [
      'says that a retry after a fault is useless',
      withHeaders((headers) => ({ ...headers, 'X-Should-Retry': 'false' })),
      fails,
      hangs,
      'F02',
      'a request that',
    ],
    [
      'responds to a fault with 500',
      () => ({ refusalOf: (answer) => (answer.status === 503 ? { ...answer, status: 500 } : answer) }),
      fails,
      hangs,
      'F02',
      'a request that',
    ],
    [
      'treats a fault as an approval',
      (sound) => ({
        async authenticate(auth, req, rawHeaders) {
          const authentication = await sound.authenticate(auth, req, rawHeaders);
          const isFault = !authentication.ok && authentication.refusal.status === 503;
          return isFault ? { ok: true, principal: ada } : authentication;
        },
      }),
      fails,
      hangs,
      'F02',
      'a request that',
    ],
    [
      'treats a fault as a wrong key',
      (sound) => ({
        keysOf: (keys) => ({
          ...sound.keysOf(keys),
          verify: (token, required) => keys.verify(token, required).catch(() => keys.verify('malformed')),
        }),
      }),
      fails,
      hangs,
      'F02',
    ],
  ]));
