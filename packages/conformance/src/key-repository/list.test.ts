import type { ApiKey } from '@postern/core';
import { describe } from 'vitest';
import {
  asTeam,
  brokenRepository,
  byLanguage,
  inSeconds,
  withoutTies,
} from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { listClauses } from './list.js';

describe('the clauses on list', () =>
  itCatchesOneEach(listClauses, brokenRepository, {
    'list gives the records of one owner alone, as find gives them': (sound) => ({
      list: async (query) => [
        ...(await sound.list(query)),
        ...(await sound.list({ ...query, owner: asTeam(query.owner) })),
      ],
    }),
    'list gives the newest first, to the millisecond': (sound) => ({
      list: async (query) => {
        const ms = (key: ApiKey) => inSeconds(key.createdAt).getTime();
        return (await sound.list(query)).toSorted(
          (one, other) => ms(other) - ms(one) || byLanguage(one, other),
        );
      },
    }),
    'list puts records of one instant in descending order of key ID, by code unit': (sound) => ({
      list: async (query) => (await sound.list(query)).toSorted(byLanguage),
    }),
    'list gives as many records as it may, from the newest on': (sound) => ({
      list: (query) => sound.list({ ...query, limit: query.limit + 1 }),
    }),
    'list gives every record once, page by page': (sound) => ({
      list: (query) => sound.list(withoutTies(query)),
    }),
    'list goes on after a place where no record is': (sound) => ({
      async list({ after, ...query }) {
        const all = await sound.list({ ...query, after: null });
        return all.slice(all.findIndex(({ id }) => id === after?.id) + 1);
      },
    }),
  }));
