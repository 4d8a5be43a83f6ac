import type { ApiKey, KeyId } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { runSequences } from './run-sequences.js';

type Defect = (sound: KeyRepository) => Partial<KeyRepository>;

it.each<{ what: string; defect: Defect; needs: readonly string[] }>([
  { what: 'loses what ties with the end of a page', defect: losesTies, needs: ['issue', 'issue', 'list'] },
  { what: 'purges a moment too early', defect: purgesEarly, needs: ['issue', 'purge'] },
  { what: 'writes the uses of revoked keys', defect: usesRevoked, needs: ['issue', 'verify'] },
  { what: 'lets a use go back', defect: usesGoBack, needs: ['issue', 'verify'] },
  { what: 'reads, and then revokes', defect: readsThenRevokes, needs: ['issue', 'revoke'] },
])('a repository that $what is found, with the seed and a short sequence', async ({ defect, needs }) => {
  const sound = () => memoryKeyRepository();
  const broken = (repository: KeyRepository) => ({ ...repository, ...defect(repository) });
  const message = await runSequences({
    seed: 1,
    sequences: 1_000,
    open: () => [
      { name: 'sound', repository: sound() },
      { name: 'broken', repository: broken(sound()) },
    ],
  }).catch((error: Error) => error.message);
  expect(message).toContain('{ seed: 1, path: ');
  const [, sequence = ''] = /Counterexample: \[(.*)\/\*replayPath=/.exec(String(message)) ?? [];
  const verbs = [...sequence.matchAll(/(\w+)\(/g)].map(([, verb]) => verb);
  expect(verbs).toEqual(expect.arrayContaining([...needs]));
  expect(verbs.length).toBeLessThanOrEqual(4);
});

function losesTies(sound: KeyRepository): Partial<KeyRepository> {
  return {
    list: (query) => sound.list({ ...query, after: query.after && { ...query.after, id: '' } }),
  };
}

function purgesEarly(sound: KeyRepository): Partial<KeyRepository> {
  return {
    purge({ revokedBefore, limit }, entryOf) {
      return sound.purge({ revokedBefore: new Date(revokedBefore.getTime() + 1), limit }, entryOf);
    },
  };
}

function usesRevoked(sound: KeyRepository): Partial<KeyRepository> {
  return usesOf(sound, () => true);
}

function usesGoBack(sound: KeyRepository): Partial<KeyRepository> {
  return usesOf(sound, ({ revokedAt }) => revokedAt === null);
}

/** Keeps the last use that was written, instead of the latest. */
function usesOf(sound: KeyRepository, isWritten: (key: ApiKey) => boolean): Partial<KeyRepository> {
  const uses = new Map<KeyId, Date>();
  const used = (key: ApiKey): ApiKey => ({ ...key, lastUsedAt: uses.get(key.id) ?? key.lastUsedAt });
  return {
    async recordUses(written) {
      for (const { keyId, at } of written) {
        const key = await sound.get(keyId);
        if (key !== undefined && isWritten(key)) uses.set(keyId, at);
      }
    },
    async get(keyId) {
      const key = await sound.get(keyId);
      return key && used(key);
    },
    list: async (query) => (await sound.list(query)).map(used),
  };
}

function readsThenRevokes(sound: KeyRepository): Partial<KeyRepository> {
  return {
    async revoke(revocation, entry) {
      const found = (await sound.find([revocation.keyId])).get(revocation.keyId);
      await new Promise((resolve) => setImmediate(resolve));
      await sound.revoke(revocation, entry);
      return found !== undefined && 'key' in found && found.key.revokedAt === null;
    },
  };
}
