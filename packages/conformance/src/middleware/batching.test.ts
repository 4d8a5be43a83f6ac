import { afterAll, beforeAll, describe, vi } from 'vitest';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { batchingClauses } from './batching.js';

// Both subjects wait for a read that never begins until `eventually` gives up, which is after ten seconds of this clock.
beforeAll(() => {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => 5 * now());
});
afterAll(() => void vi.restoreAllMocks());

describe('the clauses on batching', () =>
  itCatches(batchingClauses, plainSubject, [
    [
      'verifies requests one after another',
      () => ({
        keysOf(keys) {
          let last: Promise<unknown> = Promise.resolve();
          return {
            ...keys,
            verify(token, required) {
              const verification = last.then(() => keys.verify(token, required));
              last = verification;
              return verification;
            },
          };
        },
      }),
      '50 concurrent requests',
      'S01 no request joins',
    ],
    [
      'shares one verification between requests with the same token',
      () => ({
        keysOf(keys) {
          const underWay = new Map<string, ReturnType<typeof keys.verify>>();
          return {
            ...keys,
            verify(token, required) {
              const verification = underWay.get(token) ?? keys.verify(token, required);
              underWay.set(token, verification);
              return verification.finally(() => underWay.delete(token));
            },
          };
        },
      }),
      'S01 no request joins',
    ],
  ]));
