import { keyState } from '@postern/core';
import { describe } from 'vitest';
import { brokenRepository, inSeconds, turn } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { revokeClauses } from './revoke.js';

describe('the clauses on revoke', () =>
  itCatchesOneEach(revokeClauses, brokenRepository, {
    'revoke writes the instant, the reason and the audit entry, and nothing else': (sound) => ({
      revoke: (of, entry) => sound.revoke({ ...of, at: inSeconds(of.at) }, entry),
    }),
    'revoke without a reason leaves none': (sound) => ({
      revoke: (of, entry) => sound.revoke({ ...of, reason: of.reason ?? 'suspicious' }, entry),
    }),
    'revoke changes a record from each state that the table of states lets it': (sound) => ({
      async revoke(of, entry) {
        const found = (await sound.find([of.keyId])).get(of.keyId);
        const live = found !== undefined && 'key' in found && keyState(found.key, of.at) === 'live';
        return live && sound.revoke(of, entry);
      },
    }),
    'S04 a second revocation answers false, and writes nothing': (sound) => ({
      revoke: async (of, entry) => (await sound.revoke(of, entry)) || true,
    }),
    'S04 of several revocations at once exactly one wins, with its audit entry': (sound) => ({
      async revoke(of, entry) {
        const found = (await sound.find([of.keyId])).get(of.keyId);
        await turn();
        await sound.revoke(of, entry);
        return found !== undefined && 'key' in found && found.key.revokedAt === null;
      },
    }),
    'revoke answers false for a missing record, and writes nothing': (sound) => ({
      revoke: async (of, entry) =>
        (await sound.revoke(of, entry)) || !(await sound.find([of.keyId])).has(of.keyId),
    }),
  }));
