import { createApiKeys } from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { directoryInMemory } from '../subjects/directory.js';
import { fastHasher } from './fast-hasher.js';
import { bytesInUse } from './memory-in-use.js';

/** Keys in memory, with the one hasher that knows them. */
interface Keys {
  readonly repository: KeyRepository;
  readonly tokens: readonly string[];
}

/** Measures, once a round, how many bytes a memo takes for each of the given number of proofs. */
export async function memoBytes(proofs: number, rounds: number): Promise<readonly number[]> {
  const keys = await issueInMemory(proofs);
  const withoutMemo = await memoryGrowth(keys, 1);
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    sizes.push(((await memoryGrowth(keys, proofs)) - withoutMemo) / proofs);
  return sizes;
}

/** Returns by how many bytes memory grew once every token has been proven. */
async function memoryGrowth({ repository, tokens }: Keys, rememberedProofs: number): Promise<number> {
  const before = bytesInUse();
  const keys = createApiKeys({
    repository,
    hasher: fastHasher,
    owners: directoryInMemory(),
    limits: { rememberedProofs, hashQueueLength: atOnce },
  });
  for (let from = 0; from < tokens.length; from += atOnce) {
    const answers = await Promise.all(tokens.slice(from, from + atOnce).map((token) => keys.verify(token)));
    if (answers.some(({ ok }) => !ok)) throw new Error('Postern refused a token that is valid');
  }
  const after = bytesInUse();
  await keys.close();
  return after - before;
}

const atOnce = 250;

async function issueInMemory(count: number): Promise<Keys> {
  const repository = memoryKeyRepository();
  const keys = createApiKeys({
    repository,
    hasher: fastHasher,
    owners: directoryInMemory(),
    policy: { decide: () => ({ ok: true }) },
  });
  const tokens: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const owner = { kind: 'user', id: `person-${index % 1_000}` } as const;
    const actor = { kind: 'system', id: 'benchmark' } as const;
    tokens.push((await keys.issue({ owner, actor, name: 'Key' })).token);
  }
  await keys.close();
  // V8 flattens a concatenated string when it is first read. That must not happen while the memo is measured.
  return { repository, tokens: JSON.parse(JSON.stringify(tokens)) as readonly string[] };
}
