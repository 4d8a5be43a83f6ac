import { argon2Hasher } from '@postern/argon2';
import { nodeRsArgon2 } from '@postern/argon2/node-rs';
import type { CheckKeys, KeyId } from '@postern/core';
import { createApiKeys } from '@postern/core';
import type { Hasher, StoredKey } from '@postern/core/ports';
import { memoryKeyRepository } from '@postern/core/testing';
import { directoryInMemory } from './directory.js';

/** A stored key and its token. */
export interface KnownKey {
  readonly token: string;
  readonly stored: StoredKey;
}

/** How many keys each person has. */
const keysPerOwner = 10;

/**
 * Argon2id at its lowest cost: 10,000 hashes take a second, not minutes. A token that is proven is not hashed again, so
 * a warm verification does the same work whatever its hash has cost.
 */
export function cheapHasher(): Hasher {
  return argon2Hasher({ memoryKiB: 8, passes: 1, concurrency: 3 });
}

/** Creates hashes of the default cost as fast as this machine can. It only prepares keys, and is not measured. */
export function defaultCostHasher(): Hasher {
  return argon2Hasher({ engine: nodeRsArgon2, concurrency: 3 });
}

/** Issues keys through Postern's API into memory, to be inserted into whatever is measured. */
export async function issueKeys(
  count: number,
  hasher: Hasher,
  checkKeys?: CheckKeys,
): Promise<readonly KnownKey[]> {
  const repository = memoryKeyRepository();
  const keys = createApiKeys({
    repository,
    hasher,
    owners: directoryInMemory(),
    policy: { decide: () => ({ ok: true }) },
    checkKeys,
    limits: { hashQueueLength: count, hashDeadlineMs: 600_000 },
  });
  const issued = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      keys.issue({
        owner: { kind: 'user', id: `person-${Math.floor(index / keysPerOwner)}` },
        actor: { kind: 'system', id: 'benchmark' },
        name: `Key ${index}`,
        // As is usual: some keys are restricted to scopes, some are not.
        scopes: index % 2 === 0 ? ['agents:read', 'agents:write'] : null,
      }),
    ),
  );
  await keys.close();
  const records = await repository.find(issued.map(({ key }) => key.id));
  return issued.map(({ token, key }) => ({ token, stored: storedOf(records.get(key.id)) }));
}

function storedOf(found: unknown): StoredKey {
  if (typeof found === 'object' && found !== null && 'hash' in found) return found as StoredKey;
  throw new Error('an issued key is missing from the repository');
}

/** Creates records of keys that are never verified, in the order of their key IDs, with the hash of another key. */
export function* fillers(count: number, { key, hash }: StoredKey): Generator<StoredKey> {
  for (let index = 0; index < count; index += 1) {
    const owner = { kind: 'user', id: `filler-${Math.floor(index / keysPerOwner)}` };
    yield { key: { ...key, id: evenlySpread(index, count), owner }, hash };
  }
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const places = 62 ** 5;

/** The first five digits are the position, in ASCII order as SQLite sorts; the others are random. */
function evenlySpread(index: number, count: number): KeyId {
  let place = Math.floor((index / count) * places);
  let digits = '';
  for (let digit = 0; digit < 5; digit += 1) {
    digits = (alphabet[place % 62] ?? '') + digits;
    place = Math.floor(place / 62);
  }
  return (digits + randomDigits(11)) as KeyId;
}

function randomDigits(count: number): string {
  let digits = '';
  for (let digit = 0; digit < count; digit += 1) digits += alphabet[Math.floor(Math.random() * 62)] ?? '';
  return digits;
}
