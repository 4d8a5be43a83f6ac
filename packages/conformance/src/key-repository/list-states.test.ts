import { keyState } from '@postern/core';
import { describe } from 'vitest';
import { brokenRepository } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { listStateClauses } from './list-states.js';

describe('the clauses on the states of list', () =>
  itCatchesOneEach(listStateClauses, brokenRepository, {
    'list gives the records of each state, whatever else stands in them': (sound) => ({
      async list(query) {
        if (query.state !== 'disabled') return sound.list(query);
        return (await sound.list({ ...query, state: 'all' })).filter(({ disabledAt }) => disabledAt !== null);
      },
    }),
    'S06 list judges expiry at the given instant, to the millisecond': (sound) => ({
      list: (query) => sound.list({ ...query, now: new Date(query.now.getTime() - 1) }),
    }),
    'list fills a page with records of its state': (sound) => ({
      async list(query) {
        const page = await sound.list({ ...query, state: 'all' });
        return page.filter((key) => query.state === 'all' || keyState(key, query.now) === query.state);
      },
    }),
  }));
