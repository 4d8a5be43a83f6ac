import { randomUUID } from 'node:crypto';
import { createApiKeys, eachOwner } from '@postern/core';
import { type KeyStorage, sqliteStorage } from '@postern/kysely/sqlite';
import { issueKeys, type KnownKey } from '../subjects/population.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { fastHasher } from './fast-hasher.js';
import { bytesInUse } from './memory-in-use.js';

/**
 * Measures, once a round, how many bytes each remembered record takes: verifies keys with a storage that remembers all
 * of them, and with one that remembers none.
 *
 * @param count At most as many as a storage remembers by default.
 */
export async function recordBytes(count: number, rounds: number): Promise<readonly number[]> {
  const known = await issueKeys(count, fastHasher);
  const tokens = known.map(({ token }) => token);
  const file = temporaryFile('keys.sqlite');
  await (await fillSqlite(file, known.map(typicalRecord))).close();
  // The first one also loads and compiles what the others use.
  await memoryGrowth(sqliteStorage({ file }), tokens);
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const without = await memoryGrowth(sqliteStorage({ file, rememberedRecords: 0 }), tokens);
    sizes.push(((await memoryGrowth(sqliteStorage({ file }), tokens)) - without) / count);
  }
  return sizes;
}

const ninetyDaysMs = 90 * 86_400_000;

/** Each key has an owner of its own, three scopes and an end. */
function typicalRecord({ stored: { key, hash } }: KnownKey): KnownKey['stored'] {
  return {
    hash,
    key: {
      ...key,
      owner: { kind: 'user', id: randomUUID() },
      scopes: ['agents:read', 'agents:write', 'runs:read'],
      expiresAt: new Date(Date.now() + ninetyDaysMs),
    },
  };
}

const inFlight = 32;
/** The same for every owner: a directory that kept texts of records would hide what the storage adds. */
const person = { active: true, permissions: ['agents:read', 'agents:write', 'runs:read', 'runs:write'] };

/** Returns by how many bytes memory grew once every key has been verified. */
async function memoryGrowth(storage: KeyStorage, tokens: readonly string[]): Promise<number> {
  const before = bytesInUse();
  const keys = createApiKeys({
    repository: storage.repository,
    hasher: fastHasher,
    owners: eachOwner(() => person),
  });
  for (let from = 0; from < tokens.length; from += inFlight) {
    const answers = await Promise.all(tokens.slice(from, from + inFlight).map((token) => keys.verify(token)));
    if (answers.some(({ ok }) => !ok)) throw new Error('Postern refused a token that is valid');
  }
  const after = bytesInUse();
  await keys.close();
  await storage.close();
  return after - before;
}
