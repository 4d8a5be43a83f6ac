import type { ApiKey, KeyId } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { runSequences } from './run-sequences.js';

type Defect = (reference: KeyRepository) => Partial<KeyRepository>;

it.each<{ what: string; defect: Defect; needs: readonly string[] }>([
  {
    what: 'loses the keys that tie with the end of a page',
    defect: losesTies,
    needs: ['issue', 'issue', 'list'],
  },
  { what: 'purges a moment too early', defect: purgesEarly, needs: ['issue', 'purge'] },
  { what: 'writes the uses of revoked keys', defect: usesRevoked, needs: ['issue', 'verify'] },
  { what: 'lets the last use go back', defect: usesGoBack, needs: ['issue', 'verify'] },
  { what: 'ignores a cap', defect: ignoresCap, needs: ['issue', 'issue'] },
  { what: 'records each report of a leak', defect: recordsEachReport, needs: ['issue', 'reportLeak'] },
  { what: 'reads before it revokes', defect: readsThenRevokes, needs: ['issue', 'revoke'] },
])('finds a repository that $what, and reports the seed and a short sequence', async ({ defect, needs }) => {
  const reference = () => memoryKeyRepository();
  const broken = (repository: KeyRepository) => ({ ...repository, ...defect(repository) });
  const message = await runSequences({
    seed: 3,
    sequences: 1_000,
    open: () => [
      { name: 'reference', repository: reference() },
      { name: 'broken', repository: broken(reference()) },
    ],
  }).catch((error: Error) => error.message);
  expect(message).toContain('{ seed: 3, path: ');
  const [, sequence = ''] = /Counterexample: \[(.*)\/\*replayPath=/.exec(String(message)) ?? [];
  const verbs = [...sequence.matchAll(/(\w+)\(/g)].map(([, verb]) => verb);
  expect(verbs).toEqual(expect.arrayContaining([...needs]));
  expect(verbs.length).toBeLessThanOrEqual(4);
});

function losesTies(reference: KeyRepository): Partial<KeyRepository> {
  return {
    list: (query) => reference.list({ ...query, after: query.after && { ...query.after, id: '' } }),
  };
}

function purgesEarly(reference: KeyRepository): Partial<KeyRepository> {
  return {
    purge({ revokedBefore, limit }, entryOf) {
      return reference.purge({ revokedBefore: new Date(revokedBefore.getTime() + 1), limit }, entryOf);
    },
  };
}

function usesRevoked(reference: KeyRepository): Partial<KeyRepository> {
  return usesOf(reference, () => true);
}

function usesGoBack(reference: KeyRepository): Partial<KeyRepository> {
  return usesOf(reference, ({ revokedAt }) => revokedAt === null);
}

/** Keeps the use that was written last, instead of the latest use. */
function usesOf(reference: KeyRepository, isWritten: (key: ApiKey) => boolean): Partial<KeyRepository> {
  const uses = new Map<KeyId, Date>();
  const used = (key: ApiKey): ApiKey => ({ ...key, lastUsedAt: uses.get(key.id) ?? key.lastUsedAt });
  return {
    async recordUses(written) {
      for (const { keyId, at } of written) {
        const key = await reference.get(keyId);
        if (key !== undefined && isWritten(key)) uses.set(keyId, at);
      }
    },
    async get(keyId) {
      const key = await reference.get(keyId);
      return key && used(key);
    },
    list: async (query) => (await reference.list(query)).map(used),
  };
}

function ignoresCap(reference: KeyRepository): Partial<KeyRepository> {
  return { insert: (stored, entry) => reference.insert(stored, entry, undefined) };
}

function recordsEachReport(reference: KeyRepository): Partial<KeyRepository> {
  const endOfTime = new Date(8.64e15);
  return {
    reportLeak: (report, entries) => reference.reportLeak({ ...report, knownSince: endOfTime }, entries),
  };
}

function readsThenRevokes(reference: KeyRepository): Partial<KeyRepository> {
  return {
    async revoke(revocation, entry) {
      const found = (await reference.find([revocation.keyId])).get(revocation.keyId);
      await new Promise((resolve) => setImmediate(resolve));
      await reference.revoke(revocation, entry);
      return found !== undefined && 'key' in found && found.key.revokedAt === null;
    },
  };
}
