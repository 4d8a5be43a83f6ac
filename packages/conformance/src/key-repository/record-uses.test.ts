import { type FoundKey, type KeyId, keyState, type StoredKey } from '@postern/core';
import { describe } from 'vitest';
import { brokenRepository, type Defect, inSeconds, turn } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { recordUsesClauses } from './record-uses.js';

/** Keeps what uses make of records beside them, and never looks at the records again. */
const usesBeside =
  (latest: (use: { at: Date }) => Promise<Date>): Defect =>
  (sound) => {
    const beside = new Map<string, FoundKey>();
    const read = (id: KeyId) => beside.get(id) ?? (sound.find([id]) as ReadonlyMap<KeyId, FoundKey>).get(id);
    return {
      find: (ids) => new Map(ids.map((id) => [id, read(id) ?? { unreadable: true }])),
      async recordUses(uses) {
        for (const use of uses) {
          const found = read(use.keyId);
          const lastUsedAt = await latest(use);
          if (found !== undefined && 'key' in found)
            beside.set(use.keyId, { ...found, key: { ...found.key, lastUsedAt } });
        }
      },
    };
  };

describe('the clauses on recordUses', () =>
  itCatchesOneEach(recordUsesClauses, brokenRepository, {
    'recordUses writes the instant of a use, and nothing else': (sound) => ({
      recordUses: (uses) => sound.recordUses(uses.map(({ keyId, at }) => ({ keyId, at: inSeconds(at) }))),
    }),
    'recordUses goes forward only': usesBeside(async ({ at }) => at),
    'recordUses keeps the latest of several uses of one key, in any order': (sound) => ({
      recordUses: (uses) => sound.recordUses([...new Map(uses.map((use) => [use.keyId, use])).values()]),
    }),
    'recordUses writes uses of disabled and expired records, which were made before': (sound) => ({
      async recordUses(uses) {
        const found = await sound.find(uses.map(({ keyId }) => keyId));
        const isLive = (one: unknown) => keyState((one as StoredKey).key, new Date('2027-01-01')) === 'live';
        await sound.recordUses(uses.filter(({ keyId }) => isLive(found.get(keyId))));
      },
    }),
    'S03 recordUses leaves a revoked record alone': usesBeside(async ({ at }) => at),
    'S03 a use that is written during a revocation takes nothing of it back': usesBeside(async ({ at }) => {
      await turn();
      return at;
    }),
    'S03 recordUses passes over a missing record, and makes none': (sound) => ({
      async recordUses(uses) {
        const found = await sound.find(uses.map(({ keyId }) => keyId));
        if (uses.every(({ keyId }) => found.has(keyId))) await sound.recordUses(uses);
      },
    }),
    'recordUses takes no uses, and many': (sound) => ({
      recordUses: (uses) => sound.recordUses(uses.slice(0, 1_000)),
    }),
  }));
