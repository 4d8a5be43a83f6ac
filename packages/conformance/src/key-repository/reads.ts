import assert from 'node:assert/strict';
import type { KeyId } from '@postern/core';
import type { FoundKey, KeyRepository, StoredKey } from '@postern/core/ports';
import { keyIdOf, verifiedPart } from './subject.js';

/** What is stored: a record, or nothing with a key ID. */
export type Expected = StoredKey | KeyId;

/** Which reads come first: a repository that remembers records may look for changes in some of them only. */
export type Order = 'alone first' | 'together first';
export const orders: readonly Order[] = ['alone first', 'together first'];

/** Reads records again and again, one by one and together, so that a repository that remembers records has them all. */
export async function warmUp(repository: KeyRepository, ...records: readonly Expected[]): Promise<void> {
  const ids = records.map(idOf);
  for (const id of [...ids, ...ids]) {
    await repository.find([id]);
    await repository.get(id);
  }
  for (const batch of [ids, ids.toReversed()]) await repository.find(batch);
}

/** Fails unless `find` and then `get` return exactly what is stored. */
export async function assertReads(
  repository: KeyRepository,
  order: Order,
  ...expected: readonly Expected[]
): Promise<void> {
  const alone = async () => {
    for (const one of expected) assertFound(await repository.find([idOf(one)]), one);
  };
  const together = async () => {
    const found = await repository.find([...expected.map(idOf), keyIdOf('u')]);
    for (const one of expected) assertFound(found, one);
  };
  for (const read of order === 'alone first' ? [alone, together] : [together, alone]) await read();
  for (const one of expected) {
    const stored = typeof one === 'string' ? undefined : one.key;
    assert.deepEqual(await repository.get(idOf(one)), stored, 'get must return what is stored now');
  }
}

function assertFound(found: ReadonlyMap<KeyId, FoundKey>, expected: Expected): void {
  const one = found.get(idOf(expected));
  assert.deepEqual(
    one !== undefined && 'key' in one ? { key: verifiedPart(one.key), hash: one.hash } : one,
    typeof expected === 'string' ? undefined : { key: verifiedPart(expected.key), hash: expected.hash },
    'find must return what is stored now',
  );
}

function idOf(expected: Expected): KeyId {
  return typeof expected === 'string' ? expected : expected.key.id;
}
