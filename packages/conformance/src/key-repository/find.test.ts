import type { KeyRepository, StoredKey } from '@postern/core';
import { describe } from 'vitest';
import { brokenRepository, record, stored } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { findClauses } from './find.js';

describe('the clauses on find', () =>
  itCatchesOneEach(findClauses, brokenRepository, {
    'find leaves a key ID without a record out of the map': (sound) => ({
      find: async (ids) => {
        const found = await sound.find(ids);
        return new Map(ids.map((id) => [id, found.get(id) ?? { unreadable: true }]));
      },
    }),
    'find gives back every field of a record, and its hash': stored((found) => ({
      ...found,
      hash: found.hash.slice(0, 255) as StoredKey['hash'],
    })),
    'find gives null for every field that has nothing': record(({ reason }) => ({ reason: reason ?? '' })),
    'find tells scopes of null from an empty list': record(({ scopes }) => ({
      scopes: scopes?.length === 0 ? null : scopes,
    })),
    'find answers for 256 key IDs at once': (sound) => ({ find: (ids) => sound.find(ids.slice(0, 255)) }),
    'find tells upper case from lower case': (sound) => ({
      find: async (ids) => {
        const found = [...(await sound.find(ids))];
        const like = (id: string) => found.filter(([other]) => other.toLowerCase() === id.toLowerCase());
        return new Map(ids.flatMap((id) => like(id).map(([, one]) => [id, one] as const)));
      },
    }),
    'S01 find sees a revocation as soon as revoke has resolved': (sound) => {
      const cache = new Map<string, ReturnType<KeyRepository['find']>>();
      return {
        find: (ids) => {
          const cached = cache.get(ids.join()) ?? sound.find(ids);
          cache.set(ids.join(), cached);
          return cached;
        },
      };
    },
  }));
