import { describe } from 'vitest';
import { brokenRepository, entries, turn } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { insertClauses } from './insert.js';

describe('the clauses on insert', () =>
  itCatchesOneEach(insertClauses, brokenRepository, {
    'insert writes the record and its audit entry': entries(() => []),
    'S09 insert answers false for a taken key ID, and writes nothing': (sound) => ({
      insert: async (of, entry) => (await sound.insert(of, entry)) || true,
    }),
    'S09 the key ID of a revoked record stays taken': (sound) => ({
      async insert(of, entry) {
        const found = (await sound.find([of.key.id])).get(of.key.id);
        const free = found !== undefined && 'key' in found && found.key.revokedAt !== null;
        return free || sound.insert(of, entry);
      },
    }),
    'S09 of several inserts of one key ID at once exactly one is taken': (sound) => ({
      async insert(of, entry) {
        const taken = (await sound.find([of.key.id])).has(of.key.id);
        await turn();
        await sound.insert(of, entry);
        return !taken;
      },
    }),
  }));
